package dev.scheduling.recurrence;

import java.time.Instant;
import java.time.LocalDateTime;

/**
 * A position among the occurrences of a set, which walks them in both directions without making an
 * object for each.
 *
 * <p>It begins before the first occurrence. {@link #next} and {@link #previous} move to an
 * occurrence and say whether there was one; the accessors speak of the occurrence moved to last.
 * Mutable; for one thread.
 */
public final class OccurrenceCursor {

  /** Why there is no further occurrence. */
  public enum End {
    /** The set has no more: COUNT or UNTIL was reached, or it was proved that nothing follows. */
    EXHAUSTED,
    /** The year 9999 is over; the set may have more beyond. */
    LIMIT,
    /** The end of the window that the cursor was made for. */
    WINDOW,
    /**
     * Millions of candidates were looked at without an answer. Calling {@link
     * OccurrenceCursor#next} again goes on from there.
     */
    BUDGET
  }

  /** How many occurrences are fetched at first, and at most; in between always twice as many. */
  private static final int FIRST_FILL = 8;

  private static final int LAST_FILL = 64;

  private final OccurrenceSource source;
  private final SetFrame frame;
  private final boolean keyIsLocal;
  private final boolean hasZone;
  private final long fromKey;
  private final long endKey;
  private long[] locals = new long[FIRST_FILL];

  /** The same array as {@link #locals} where both have the same numbers. */
  private long[] epochs;

  private int at = -1;
  private int size;
  private int nextFill = FIRST_FILL;

  /** Whether the last {@link #next} found nothing; the source then knows why. */
  private boolean ended;

  /**
   * What was sought or left behind last; where {@link #previous} starts if there is no current one.
   */
  private long position;

  private boolean repositioned;

  OccurrenceCursor(OccurrenceSource source, SetFrame frame, long fromKey, long endKey) {
    this.source = source;
    this.frame = frame;
    this.fromKey = fromKey;
    this.endKey = endKey;
    keyIsLocal = frame.keyIsLocal();
    hasZone = frame.zone() != null;
    epochs = frame.isUtc() ? locals : new long[FIRST_FILL];
    if (endKey != Long.MAX_VALUE) {
      source.endBefore(endKey);
    }
    position = fromKey;
    source.seek(fromKey);
  }

  /**
   * Moves to the next occurrence.
   *
   * @return whether there is one; if not, {@link #end} says why and the position stays behind the
   *     last
   */
  public boolean next() {
    int following = at + 1;
    if (following < size) {
      at = following;
      return true;
    }
    return refill();
  }

  private boolean refill() {
    if (size > 0) {
      position = key(size - 1) + 1;
    }
    if (repositioned) {
      source.seek(position);
      repositioned = false;
    }
    at = -1;
    if (nextFill > locals.length) {
      boolean same = epochs == locals;
      locals = new long[nextFill];
      epochs = same ? locals : new long[nextFill];
    }
    int asked = nextFill;
    size = source.fill(locals, epochs, asked);
    ended = size == 0;
    if (ended) {
      return false;
    }
    if (size == asked) {
      nextFill = Math.min(asked * 2, LAST_FILL);
    }
    at = 0;
    return true;
  }

  /**
   * Moves to the occurrence before the current one, or before the position sought.
   *
   * @return whether there is one; if not, the position stays before the first
   */
  public boolean previous() {
    if (at > 0) {
      at--;
      return true;
    }
    long before = at == 0 && size > 0 ? key(0) : position;
    repositioned = true;
    nextFill = FIRST_FILL;
    ended = false;
    if (source.previous(before, locals, epochs) && key(0) >= fromKey) {
      at = 0;
      size = 1;
      return true;
    }
    at = -1;
    size = 0;
    position = before;
    return false;
  }

  /**
   * Moves before the first occurrence at or after an instant; {@link #next} then gives it.
   *
   * @throws IllegalStateException if the set has no zone
   */
  public void seek(long epochSecond) {
    requireZone();
    seekKey(frame.keyOf(epochSecond));
  }

  /** Moves before the first occurrence at or after an instant. See {@link #seek(long)}. */
  public void seek(Instant instant) {
    seek(ceilingSecond(instant));
  }

  /** Moves before the first occurrence whose local time is at or after the given one. */
  public void seekLocal(long localSecond) {
    seekKey(frame.keyOfLocal(localSecond));
  }

  /** Moves behind the last occurrence; {@link #previous} then gives it. */
  void seekEnd() {
    seekKey(endKey);
  }

  private void seekKey(long key) {
    position = Math.min(Math.max(key, fromKey), endKey);
    source.seek(position);
    repositioned = false;
    at = -1;
    size = 0;
    ended = false;
    nextFill = FIRST_FILL;
  }

  /**
   * The local time of the occurrence as seconds since 1970-01-01T00:00 local, after gaps are
   * resolved.
   */
  public long localSecond() {
    return locals[current()];
  }

  /**
   * The instant of the occurrence in seconds since 1970-01-01T00:00Z; for an all-day one, of the
   * start of its day.
   *
   * @throws IllegalStateException if the set has no zone: see {@link RecurrenceSet#placedIn}
   */
  public long epochSecond() {
    requireZone();
    return epochs[current()];
  }

  /** The local time of the occurrence, midnight for an all-day one. */
  public LocalDateTime local() {
    return SetFrame.local(localSecond());
  }

  /** The instant of the occurrence. See {@link #epochSecond}. */
  public Instant instant() {
    return Instant.ofEpochSecond(epochSecond());
  }

  /**
   * Why the last {@link #next} found nothing.
   *
   * @throws IllegalStateException if it did find something
   */
  public End end() {
    if (!ended) {
      throw new IllegalStateException("next() has not returned false");
    }
    return source.end();
  }

  private int current() {
    if (at < 0) {
      throw new IllegalStateException("the cursor is not at an occurrence");
    }
    return at;
  }

  private long key(int index) {
    return keyIsLocal ? locals[index] : epochs[index];
  }

  private void requireZone() {
    if (!hasZone) {
      throw new IllegalStateException("a set without a zone has no instants: use placedIn(zone)");
    }
  }

  static long ceilingSecond(Instant instant) {
    return instant.getEpochSecond() + (instant.getNano() > 0 ? 1 : 0);
  }
}
