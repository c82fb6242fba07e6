package dev.scheduling.recurrence;

/** A cursor over the occurrences of any source, which it fetches a few at a time. */
final class BufferedCursor extends OccurrenceCursor {

  /** How many occurrences are fetched at first, and at most; in between always twice as many. */
  private static final int FIRST_FILL = 8;

  private static final int LAST_FILL = 64;

  private final OccurrenceSource source;
  private final boolean keyIsLocal;
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

  BufferedCursor(OccurrenceSource source, SetFrame frame, long fromKey, long endKey) {
    super(frame);
    this.source = source;
    this.fromKey = fromKey;
    this.endKey = endKey;
    keyIsLocal = frame.keyIsLocal();
    epochs = frame.isUtc() ? locals : new long[FIRST_FILL];
    if (endKey != Long.MAX_VALUE) {
      source.endBefore(endKey);
    }
    position = fromKey;
    source.seek(fromKey);
  }

  @Override
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

  @Override
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

  @Override
  void seekEnd() {
    seekKey(endKey);
  }

  @Override
  void seekKey(long key) {
    position = Math.min(Math.max(key, fromKey), endKey);
    source.seek(position);
    repositioned = false;
    at = -1;
    size = 0;
    ended = false;
    nextFill = FIRST_FILL;
  }

  @Override
  public long localSecond() {
    return locals[current()];
  }

  @Override
  long knownEpochSecond() {
    return epochs[current()];
  }

  @Override
  public End end() {
    if (!ended) {
      throw notEnded();
    }
    return source.end();
  }

  private int current() {
    if (at < 0) {
      throw notAtOccurrence();
    }
    return at;
  }

  private long key(int index) {
    return keyIsLocal ? locals[index] : epochs[index];
  }
}
