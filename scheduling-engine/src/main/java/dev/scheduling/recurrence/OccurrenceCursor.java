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
public abstract sealed class OccurrenceCursor permits BufferedCursor, SteppingCursor {

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

  private final SetFrame frame;
  private final boolean hasZone;

  OccurrenceCursor(SetFrame frame) {
    this.frame = frame;
    hasZone = frame.zone() != null;
  }

  /**
   * Moves to the next occurrence.
   *
   * @return whether there is one; if not, {@link #end} says why and the position stays behind the
   *     last
   */
  public abstract boolean next();

  /**
   * Moves to the occurrence before the current one, or before the position sought.
   *
   * @return whether there is one; if not, the position stays before the first
   */
  public abstract boolean previous();

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
  abstract void seekEnd();

  /** Moves before the first occurrence whose key is at or after the given one. */
  abstract void seekKey(long key);

  /**
   * The local time of the occurrence as seconds since 1970-01-01T00:00 local, after gaps are
   * resolved.
   */
  public abstract long localSecond();

  /**
   * The instant of the occurrence in seconds since 1970-01-01T00:00Z; for an all-day one, of the
   * start of its day.
   *
   * @throws IllegalStateException if the set has no zone: see {@link RecurrenceSet#placedIn}
   */
  public long epochSecond() {
    requireZone();
    return knownEpochSecond();
  }

  /** The instant, where the set has a zone or local times are computed as if in UTC. */
  abstract long knownEpochSecond();

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
  public abstract End end();

  static IllegalStateException notAtOccurrence() {
    return new IllegalStateException("the cursor is not at an occurrence");
  }

  static IllegalStateException notEnded() {
    return new IllegalStateException("next() has not returned false");
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
