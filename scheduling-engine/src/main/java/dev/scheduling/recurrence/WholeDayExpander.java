package dev.scheduling.recurrence;

/** The dates on which a rule below DAILY has times: what such a rule means for an all-day set. */
final class WholeDayExpander extends Expander {

  private final Expander times;

  WholeDayExpander(Expander times) {
    super(times.start);
    this.times = times;
  }

  @Override
  Walker walker() {
    Walker walker = times.walker();
    return new Walker() {
      private final long[] one = new long[1];
      private long next;

      @Override
      void seek(long second) {
        next = Math.floorDiv(second + DAY - 1, (long) DAY) * DAY;
        walker.seek(next);
      }

      @Override
      int fill(long[] into, int from, int to, long last) {
        int out = from;
        while (out < to && walker.fill(one, 0, 1, Math.min(LAST_SECOND, last + DAY - 1)) == 1) {
          long day = Math.floorDiv(one[0], (long) DAY) * DAY;
          if (day > last) {
            walker.seek(day);
            break;
          }
          if (day >= next) {
            into[out++] = day;
            next = day + DAY;
          }
          walker.seek(next);
        }
        return out - from;
      }

      @Override
      boolean spent() {
        return walker.spent();
      }
    };
  }

  @Override
  long previous(long second) {
    // The last time of an earlier date, or of the same date if the second lies within it.
    long before = times.previous(Math.floorDiv(second + DAY - 1, (long) DAY) * DAY);
    return before == NONE_BEFORE ? NONE_BEFORE : Math.floorDiv(before, (long) DAY) * DAY;
  }

  @Override
  boolean provedEmpty() {
    return times.provedEmpty();
  }
}
