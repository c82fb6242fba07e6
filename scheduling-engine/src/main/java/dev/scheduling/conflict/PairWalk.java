package dev.scheduling.conflict;

/** Walks two series side by side in order of start, as far as it is worth it. For one use. */
final class PairWalk {

  /*
   * Taken in order of start, an occurrence clashes with an earlier one of the other series exactly
   * if the latest end so far of that series is after its start: half-open ranges, so the running
   * maximum decides, and the first clash found is the first there is.
   *
   * Where one series has many occurrences between two of the other, it jumps instead of walking:
   * the first time after some steps, and then, since it will be so again, at once.
   */

  /** So many steps on one side without reaching the other, and it jumps. */
  private static final int STEPS_BEFORE_JUMP = 6;

  private static final int STEPS_BEFORE_NEXT_JUMP = 2;

  enum Outcome {
    CLASH,
    /** One of the two is over, and so nothing clashes. */
    OVER,
    /** Nothing clashes before {@link #position}; beyond, it was not looked. */
    STOPPED
  }

  private final SeriesCursor a;
  private final SeriesCursor b;
  private final long longestA;
  private final long longestB;
  private boolean hasA;
  private boolean hasB;
  private long latestEndA = Long.MIN_VALUE;
  private long latestEndB = Long.MIN_VALUE;
  private long steps;
  private long seen;

  /** The first clash, or the second before which there is none. */
  long position;

  /** Begins where both have begun. */
  PairWalk(Series a, Series b) {
    this(a, b, Math.max(a.facts().firstStart(), b.facts().firstStart()));
  }

  /** Begins where occurrences may still run at a second. */
  PairWalk(Series a, Series b, long from) {
    this.a = new SeriesCursor(a);
    this.b = new SeriesCursor(b);
    longestA = a.facts().longest();
    longestB = b.facts().longest();
    seen = from;
    this.a.seek(from - longestA);
    this.b.seek(from - longestB);
    hasA = this.a.next();
    hasB = this.b.next();
  }

  long steps() {
    return steps;
  }

  /**
   * Walks on.
   *
   * @param until the second at which it may stop
   * @param maxSteps the occurrences it may look at in all
   */
  Outcome run(long until, long maxSteps) {
    int alone = 0;
    int patience = STEPS_BEFORE_JUMP;
    boolean wasA = false;
    while (true) {
      if (!hasA && !hasB) {
        return ended(a.isOver() || b.isOver());
      }
      if (!hasA && (latestEndA <= b.start)) {
        return ended(a.isOver());
      }
      if (!hasB && (latestEndB <= a.start)) {
        return ended(b.isOver());
      }
      boolean takeA = hasA && (!hasB || a.start <= b.start);
      long start = takeA ? a.start : b.start;
      if (start >= until || steps >= maxSteps) {
        position = start;
        return Outcome.STOPPED;
      }
      steps++;
      seen = start;
      if (takeA ? latestEndB > start : latestEndA > start) {
        position = start;
        return Outcome.CLASH;
      }
      alone = takeA == wasA ? alone + 1 : 0;
      wasA = takeA;
      if (takeA) {
        latestEndA = Math.max(latestEndA, a.finish);
        if (alone >= patience && hasB && a.finish < b.start - longestA) {
          a.seek(b.start - longestA);
          alone = 0;
          patience = STEPS_BEFORE_NEXT_JUMP;
        }
        hasA = a.next();
      } else {
        latestEndB = Math.max(latestEndB, b.finish);
        if (alone >= patience && hasA && b.finish < a.start - longestB) {
          b.seek(a.start - longestB);
          alone = 0;
          patience = STEPS_BEFORE_NEXT_JUMP;
        }
        hasB = b.next();
      }
    }
  }

  private Outcome ended(boolean over) {
    if (over) {
      return Outcome.OVER;
    }
    position = a.gaveUp() || b.gaveUp() ? seen : SeriesConflicts.END_OF_YEARS;
    return Outcome.STOPPED;
  }
}
