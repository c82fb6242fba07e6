package dev.scheduling.recurrence;

/**
 * The times that one rule makes from its start on, before COUNT, UNTIL and the zone: ascending,
 * distinct local epoch seconds, here called nominal. Immutable apart from caches; safe for use by
 * several threads.
 */
abstract class Expander {

  static final int DAY = 86_400;

  /** Answers "none at or after" and "no such index". */
  static final long NONE = Long.MAX_VALUE;

  /** Answers "none before". */
  static final long NONE_BEFORE = Long.MIN_VALUE;

  /** The last second of the year 9999: no occurrence lies after it. */
  static final long LAST_SECOND = 253_402_300_799L;

  /** Periods that are looked at for one answer before it is given up for now. */
  static final int STEPS = 4_000_000;

  /** The start; nothing before it is made. */
  final long start;

  Expander(long start) {
    this.start = start;
  }

  /** A new walker, to be positioned by {@link Walker#seek}. */
  abstract Walker walker();

  /** The greatest nominal time before {@code second}, or {@link #NONE_BEFORE}. */
  abstract long previous(long second);

  /**
   * Whether the rule makes nothing at all, in any year; false also where that could not be proved.
   */
  abstract boolean provedEmpty();

  /** Whether that is one of the nominal times. */
  boolean makes(long second) {
    return previous(second + 1) == second;
  }

  /** Whether {@link #rank} takes far less time than walking there. */
  boolean ranksFast() {
    return false;
  }

  /** How many nominal times lie before {@code second}. */
  long rank(long second) {
    Walker walker = walker();
    walker.seek(start);
    long[] buffer = new long[256];
    long rank = 0;
    for (; ; ) {
      int filled = walker.fill(buffer, 0, buffer.length, second - 1);
      if (filled == 0) {
        if (!walker.spent()) {
          return rank;
        }
      }
      rank += filled;
    }
  }

  /** The nominal time with {@code index} before it, or {@link #NONE} up to the last year. */
  long select(long index) {
    Walker walker = walker();
    walker.seek(start);
    long[] buffer = new long[256];
    long skip = index;
    for (; ; ) {
      int filled = walker.fill(buffer, 0, buffer.length, LAST_SECOND);
      if (filled == 0 && !walker.spent()) {
        return NONE;
      }
      if (skip < filled) {
        return buffer[(int) skip];
      }
      skip -= filled;
    }
  }

  /** A position in the times of an expander. Mutable; for one thread. */
  abstract static class Walker {

    /** Goes to the first time at or after {@code second}. */
    abstract void seek(long second);

    /**
     * Writes the next times into {@code into[from..to)} and passes them.
     *
     * @param last the last time to write, at most {@link #LAST_SECOND}
     * @return how many were written; 0 if there is none up to {@code last}, or {@link #spent}
     */
    abstract int fill(long[] into, int from, int to, long last);

    /** Whether the last fill gave up after {@link #STEPS}; the next goes on from there. */
    boolean spent() {
      return false;
    }
  }
}
