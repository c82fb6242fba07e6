package dev.scheduling.recurrence;

/**
 * Expands YEARLY rules whose days are told by the year as a whole: BYWEEKNO, BYYEARDAY, BYSETPOS,
 * the 20th Monday.
 */
final class YearExpander extends Expander {

  private final YearMasks masks;
  private final int firstYear;
  private final int interval;
  private final int[] times;
  private final boolean weekYears;
  private final int weekStart;
  private volatile int emptiness;

  /**
   * @param times the seconds of a day, ascending; not empty
   */
  YearExpander(
      long start, DayRule rule, YearMasks masks, int firstYear, int interval, int[] times) {
    super(start);
    this.masks = masks;
    this.firstYear = firstYear;
    this.interval = interval;
    this.times = times;
    weekYears = rule.weekYears;
    weekStart = rule.weekStart;
  }

  private long[] mask(int year, int newYear) {
    return masks.of(GregorianDays.isLeap(year), newYear);
  }

  private int yearOf(int day) {
    return weekYears ? RuleCalendar.GREGORIAN.weekYearOf(day, weekStart) : GregorianDays.year(day);
  }

  /** The last year of the rule at or before the one that holds a day. */
  private int ruleYearAtOrBefore(int day) {
    int year = yearOf(day);
    return year - Math.floorMod(year - firstYear, interval);
  }

  @Override
  boolean provedEmpty() {
    if (emptiness == 0) {
      emptiness = isEmptyCycle() ? 1 : 2;
    }
    return emptiness == 1;
  }

  /** The years of the rule repeat their shapes after at most 400 of them. */
  private boolean isEmptyCycle() {
    int cycle = GregorianDays.YEARS_IN_CYCLE;
    for (int i = 0; i < cycle; i++) {
      int year = 2_000 + (int) Math.floorMod(firstYear + (long) i * interval, (long) cycle);
      for (long word : mask(year, GregorianDays.startOfYear(year))) {
        if (word != 0) {
          return false;
        }
      }
    }
    return true;
  }

  private static int count(long[] mask) {
    int count = 0;
    for (long word : mask) {
      count += Long.bitCount(word);
    }
    return count;
  }

  /** How many set bits lie before a bit. */
  private static int countBefore(long[] mask, int bit) {
    int count = 0;
    int word = bit >> 6;
    for (int i = 0; i < word; i++) {
      count += Long.bitCount(mask[i]);
    }
    return count + Long.bitCount(mask[word] & ((1L << (bit & 63)) - 1));
  }

  @Override
  boolean ranksFast() {
    return true;
  }

  @Override
  long rank(long second) {
    return second <= start ? 0 : fromFirst(second) - fromFirst(start);
  }

  private long fromFirst(long second) {
    int day = (int) Math.floorDiv(second, (long) DAY);
    int last = ruleYearAtOrBefore(day);
    long days = 0;
    int year = firstYear;
    for (; year < last; year += interval) {
      days += count(mask(year, GregorianDays.startOfYear(year)));
    }
    int newYear = GregorianDays.startOfYear(year);
    long[] mask = mask(year, newYear);
    int bit = day - newYear + YearMasks.NEW_YEAR;
    if (bit >= YearMasks.WORDS * 64) {
      return (days + count(mask)) * times.length;
    }
    days += countBefore(mask, bit);
    boolean today = (mask[bit >> 6] >>> (bit & 63) & 1) != 0;
    return days * times.length + (today ? timesBefore((int) Math.floorMod(second, (long) DAY)) : 0);
  }

  private int timesBefore(int secondOfDay) {
    int before = 0;
    while (before < times.length && times[before] < secondOfDay) {
      before++;
    }
    return before;
  }

  @Override
  long select(long index) {
    if (provedEmpty()) {
      return NONE;
    }
    long rest = index + fromFirst(start);
    if (rest < 0) {
      return NONE;
    }
    for (int year = firstYear; year <= LocalText.LAST_YEAR; year = following(year)) {
      int newYear = GregorianDays.startOfYear(year);
      long[] mask = mask(year, newYear);
      long here = (long) count(mask) * times.length;
      if (rest < here) {
        int bit = YearMasks.select(mask, (int) (rest / times.length));
        long time =
            (newYear + bit - YearMasks.NEW_YEAR) * (long) DAY + times[(int) (rest % times.length)];
        return time > LAST_SECOND ? NONE : time;
      }
      rest -= here;
    }
    return NONE;
  }

  /** The next year of the rule, or one after all years. */
  private int following(int year) {
    return (int) Math.min((long) year + interval, LocalText.LAST_YEAR + 1L);
  }

  @Override
  long previous(long second) {
    long before = Math.min(second, LAST_SECOND + 1) - 1;
    if (before < start) {
      return NONE_BEFORE;
    }
    int day = (int) Math.floorDiv(before, (long) DAY);
    int secondOfDay = (int) Math.floorMod(before, (long) DAY);
    for (int year = ruleYearAtOrBefore(day); year >= firstYear; year -= interval) {
      int newYear = GregorianDays.startOfYear(year);
      long[] mask = mask(year, newYear);
      int limit = Math.min(day - newYear + YearMasks.NEW_YEAR, YearMasks.WORDS * 64 - 1);
      for (int bit = lastBit(mask, limit); bit >= 0; bit = lastBit(mask, bit - 1)) {
        int at = newYear + bit - YearMasks.NEW_YEAR;
        int count = at == day ? timesBefore(secondOfDay + 1) : times.length;
        if (count > 0) {
          long time = at * (long) DAY + times[count - 1];
          return time < start ? NONE_BEFORE : time;
        }
      }
    }
    return NONE_BEFORE;
  }

  /** The last set bit at or before a bit, or -1. */
  private static int lastBit(long[] mask, int from) {
    if (from < 0) {
      return -1;
    }
    int word = from >> 6;
    long bits = mask[word] & (-1L >>> (63 - (from & 63)));
    while (bits == 0 && --word >= 0) {
      bits = mask[word];
    }
    return bits == 0 ? -1 : (word << 6) + 63 - Long.numberOfLeadingZeros(bits);
  }

  @Override
  Walker walker() {
    return new YearWalker();
  }

  private final class YearWalker extends Walker {

    private int year;
    private long[] mask = {};

    /** The second in which the first bit of the mask's current word begins. */
    private long wordStart;

    private int word;
    private long bits;
    private int time;

    @Override
    void seek(long second) {
      long from = Math.min(Math.max(second, start), LAST_SECOND);
      int day = (int) Math.floorDiv(from, (long) DAY);
      enter(ruleYearAtOrBefore(day));
      int bit = day - GregorianDays.startOfYear(year) + YearMasks.NEW_YEAR;
      time = 0;
      if (bit >= YearMasks.WORDS * 64) {
        word = YearMasks.WORDS - 1;
        bits = 0;
        return;
      }
      word = bit >> 6;
      wordStart += word * 64L * DAY;
      bits = mask[word] & (-1L << (bit & 63));
      if ((bits >>> (bit & 63) & 1) != 0) {
        time = timesBefore((int) Math.floorMod(from, (long) DAY));
        if (time == times.length) {
          time = 0;
          bits &= bits - 1;
        }
      }
    }

    private void enter(int next) {
      year = next;
      int newYear = GregorianDays.startOfYear(next);
      mask = mask(next, newYear);
      word = 0;
      wordStart = (newYear - YearMasks.NEW_YEAR) * (long) DAY;
      bits = mask[0];
    }

    @Override
    int fill(long[] into, int from, int to, long last) {
      int out = from;
      while (out < to) {
        if (bits == 0 && !enterNextWord(last)) {
          break;
        }
        long day = wordStart + Long.numberOfTrailingZeros(bits) * (long) DAY;
        long at = day + times[time];
        if (at > last) {
          break;
        }
        into[out++] = at;
        if (++time == times.length) {
          time = 0;
          bits &= bits - 1;
        }
      }
      return out - from;
    }

    /** Moves to the next word that has days; false if it begins after {@code last}. */
    private boolean enterNextWord(long last) {
      if (emptiness == 1) {
        return false;
      }
      while (bits == 0) {
        if (word == YearMasks.WORDS - 1) {
          int next = following(year);
          if (next > LocalText.LAST_YEAR
              || (GregorianDays.startOfYear(next) - YearMasks.NEW_YEAR) * (long) DAY > last) {
            return false;
          }
          enter(next);
        } else {
          word++;
          wordStart += 64L * DAY;
          bits = mask[word];
        }
      }
      return true;
    }
  }
}
