package dev.scheduling.conflict;

import dev.scheduling.recurrence.RecurrenceOptions.GapPolicy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the days of two patterns clash within a stretch of years and its repetitions. For one use.
 */
final class DayMeeting {

  /*
   * Most days are calm: no clock changes near them, the two clocks are some d seconds apart, and
   * whether a day of a clashes with the day k days later of b depends on d and k alone. That is
   * worked out once for each d, after which a calm stretch is a merge of two lists of days, however
   * many times a day has. Only about changes of clocks the occurrences are looked at one by one.
   *
   * A pair of days that clashes in cycle 0 does so in every cycle to which both days belong, see
   * CycleClass: the least is found with the Chinese remainder theorem.
   */

  private static final long DAY = 86_400;
  private static final long NONE = Long.MAX_VALUE;

  private final CycleSearch search;
  private final Side a;
  private final Side b;
  private final int from;
  private final int to;

  /** A clash needs the day of b to be at least this many days after that of a, and at most. */
  private int leastApart;

  private int mostApart;

  private long sharedModulus;
  private long inverseOfA;

  /** The days apart at which calm days clash, and the first clash on the clock of a. */
  private static final class Calm {
    final int[] apart;
    final long[] first;

    Calm(int[] apart, long[] first) {
      this.apart = apart;
      this.first = first;
    }
  }

  private final Map<Integer, Calm> calm = new HashMap<>();

  /** One of the two series. */
  static final class Side {
    final DayPattern pattern;
    final CycleClass cycles;
    final ZoneLine line;
    final boolean allDay;
    final boolean skipsGaps;
    final int lengthDays;
    final long length;
    final long longest;
    DayPattern.Run run = new DayPattern.Run(new int[0], new long[0], new int[0]);

    Side(DayPattern pattern, Series series, ZoneLine line) {
      this.pattern = pattern;
      this.line = line;
      cycles = new CycleClass(pattern);
      allDay = series.starts().isAllDay();
      skipsGaps = series.starts().options().gaps() == GapPolicy.SKIP;
      lengthDays = series.lengthDays();
      length = SeriesConflicts.usualLength(series);
      longest = series.longestOfRules();
    }

    /** Starts and ends in turn of the occurrences of a day, in order of start. */
    long[] occurrences(int day) {
      long[] found = new long[run.times.length * 2];
      int size = 0;
      for (int time : run.times) {
        long local = day * DAY + time;
        if (skipsGaps && !allDay && line.isSkipped(local)) {
          continue;
        }
        long start = startOf(local);
        long end = start + length;
        if (lengthDays > 0) {
          // What was shifted out of a gap ends at the time of day to which it was shifted.
          long shown = allDay ? local : start + line.offsetAt(start);
          end = startOf(shown + lengthDays * DAY);
        }
        if (end > start) {
          int at = size;
          while (at > 0 && found[at - 2] > start) {
            found[at] = found[at - 2];
            found[at + 1] = found[at - 1];
            at -= 2;
          }
          found[at] = start;
          found[at + 1] = end;
          size += 2;
        }
      }
      return size == found.length ? found : Arrays.copyOf(found, size);
    }

    private long startOf(long local) {
      return allDay ? line.startOfDay(local) : line.epochOf(local);
    }

    int leastOffset() {
      return Math.min(line.firstOffset, Arrays.stream(line.after).min().orElse(line.firstOffset));
    }

    int greatestOffset() {
      return Math.max(line.firstOffset, Arrays.stream(line.after).max().orElse(line.firstOffset));
    }
  }

  /**
   * @param from the first day of a that is looked at
   * @param to the day before which a's days are looked at
   */
  DayMeeting(CycleSearch search, Side a, Side b, int from, int to) {
    this.search = search;
    this.a = a;
    this.b = b;
    this.from = from;
    this.to = to;
    long shared = Congruence.gcd(a.cycles.modulus, b.cycles.modulus);
    sharedModulus = shared;
    inverseOfA = Congruence.inverse(a.cycles.modulus / shared, b.cycles.modulus / shared);
  }

  /** Looks at all days; gives up when the search's budget is spent. */
  void find() {
    int margin = (int) (Math.max(a.longest, b.longest) / DAY) + 4;
    for (DayPattern.Run runA : runs(a.pattern, from, to)) {
      for (DayPattern.Run runB : runs(b.pattern, from - margin, to + margin)) {
        if (runA.times.length > 0 && runB.times.length > 0) {
          a.run = runA;
          b.run = runB;
          meet();
        }
      }
    }
  }

  private Iterable<DayPattern.Run> runs(DayPattern pattern, int first, int end) {
    var runs = pattern.runs(first, end);
    if (runs.isEmpty()) {
      search.giveUp();
    }
    return runs;
  }

  private void meet() {
    int[] timesA = a.run.times;
    int[] timesB = b.run.times;
    int firstA = timesA[0];
    int lastA = timesA[timesA.length - 1];
    int firstB = timesB[0];
    int lastB = timesB[timesB.length - 1];
    long latest = a.longest + lastA - firstB + b.greatestOffset() - a.leastOffset();
    long earliest = -b.longest + firstA - lastB + b.leastOffset() - a.greatestOffset();
    mostApart = (int) Math.floorDiv(latest, DAY) + 1;
    leastApart = (int) Math.floorDiv(earliest, DAY);
    calm.clear();
    long reach =
        Math.max(Math.abs(leastApart), mostApart) + Math.max(a.longest, b.longest) / DAY + 2;

    int day = from;
    int changeA = a.line.changesUpTo((from - reach) * DAY);
    int changeB = b.line.changesUpTo((from - reach) * DAY);
    while (day < to && !search.isSpent()) {
      if (isSettled(day)) {
        return;
      }
      long nextA = changeA < a.line.at.length ? a.line.at[changeA] : NONE;
      long nextB = changeB < b.line.at.length ? b.line.at[changeB] : NONE;
      long change = Math.min(nextA, nextB);
      long changeDay = change == NONE ? Integer.MAX_VALUE : Math.floorDiv(change, DAY);
      int calmEnd = (int) Math.max(day, Math.min(to, changeDay - reach));
      if (day < calmEnd) {
        meetCalm(day, calmEnd, a.line.before(changeA), b.line.before(changeB));
        day = calmEnd;
      }
      if (change == NONE) {
        return;
      }
      int stormEnd = (int) Math.max(day, Math.min(to, changeDay + reach + 1));
      meetOneByOne(day, stormEnd);
      day = stormEnd;
      changeA += nextA == change ? 1 : 0;
      changeB += nextB == change ? 1 : 0;
    }
  }

  /** Without remainders the first clash is final once later days cannot be earlier. */
  private boolean isSettled(int day) {
    return a.cycles.modulus == 1
        && b.cycles.modulus == 1
        && search.first() != NONE
        && search.first() < (day - 3L) * DAY;
  }

  private void meetCalm(int first, int end, int offsetA, int offsetB) {
    Calm known = calm.get(offsetA - offsetB);
    if (known == null) {
      known = calm(offsetA - offsetB);
      calm.put(offsetA - offsetB, known);
    }
    int[] daysA = a.run.days;
    int[] daysB = b.run.days;
    for (int n = 0; n < known.apart.length; n++) {
      int apart = known.apart[n];
      long offset = known.first[n] - offsetA;
      int i = atOrAfter(daysA, first);
      int j = atOrAfter(daysB, first + apart);
      while (i < daysA.length && j < daysB.length && daysA[i] < end) {
        int ahead = daysA[i] + apart - daysB[j];
        if (ahead == 0) {
          if (!search.spend(1)) {
            return;
          }
          accept(i, j, daysA[i] * DAY + offset);
        }
        i += ahead <= 0 ? 1 : 0;
        j += ahead >= 0 ? 1 : 0;
      }
    }
  }

  private Calm calm(int ahead) {
    int[] apart = new int[mostApart - leastApart + 1];
    long[] first = new long[apart.length];
    int size = 0;
    long[] ofA = shifted(a, 0);
    for (int days = leastApart; days <= mostApart; days++) {
      long clash = firstClash(ofA, shifted(b, days * DAY + ahead));
      if (clash != NONE) {
        apart[size] = days;
        first[size++] = clash;
      }
    }
    return new Calm(Arrays.copyOf(apart, size), Arrays.copyOf(first, size));
  }

  private static long[] shifted(Side side, long by) {
    int[] times = side.run.times;
    long[] occurrences = new long[times.length * 2];
    for (int i = 0; i < times.length; i++) {
      occurrences[2 * i] = times[i] + by;
      occurrences[2 * i + 1] = times[i] + by + side.length;
    }
    return occurrences;
  }

  private void meetOneByOne(int first, int end) {
    int[] daysA = a.run.days;
    int[] daysB = b.run.days;
    Map<Integer, long[]> ofB = new HashMap<>();
    int j = atOrAfter(daysB, first + leastApart);
    for (int i = atOrAfter(daysA, first); i < daysA.length && daysA[i] < end; i++) {
      while (j < daysB.length && daysB[j] < daysA[i] + leastApart) {
        j++;
      }
      long[] ofA = a.occurrences(daysA[i]);
      for (int l = j; l < daysB.length && daysB[l] <= daysA[i] + mostApart; l++) {
        long[] others = ofB.computeIfAbsent(daysB[l], b::occurrences);
        if (!search.spend(1 + (ofA.length + others.length) / 64)) {
          return;
        }
        long clash = firstClash(ofA, others);
        if (clash != NONE) {
          accept(i, l, clash);
        }
      }
    }
  }

  /** The first clash of two lists of starts and ends in order of start; see PairWalk. */
  private static long firstClash(long[] a, long[] b) {
    int i = 0;
    int j = 0;
    long latestEndA = Long.MIN_VALUE;
    long latestEndB = Long.MIN_VALUE;
    while (i < a.length || j < b.length) {
      if (j == b.length || (i < a.length && a[i] <= b[j])) {
        if (latestEndB > a[i]) {
          return a[i];
        }
        if (j == b.length) {
          return NONE;
        }
        latestEndA = Math.max(latestEndA, a[i + 1]);
        i += 2;
      } else {
        if (latestEndA > b[j]) {
          return b[j];
        }
        if (i == a.length) {
          return NONE;
        }
        latestEndB = Math.max(latestEndB, b[j + 1]);
        j += 2;
      }
    }
    return NONE;
  }

  /** A pair of days clashes at a second of cycle 0: finds the first cycle in which it is real. */
  private void accept(int i, int j, long second) {
    if (second >= search.first()) {
      // Later cycles are later still; only whether there is any clash matters, and there is.
      return;
    }
    long cycleA = a.cycles.firstCycle(a.run.periods[i]);
    long cycleB = b.cycles.firstCycle(b.run.periods[j]);
    if (cycleA < 0 || cycleB < 0 || (cycleB - cycleA) % sharedModulus != 0) {
      return;
    }
    long modulusB = b.cycles.modulus / sharedModulus;
    long steps = Math.floorMod((cycleB - cycleA) / sharedModulus, modulusB) * inverseOfA % modulusB;
    if (steps > CycleSearch.MAX_CYCLES || cycleA > CycleSearch.MAX_CYCLES) {
      search.foundBeyond();
      return;
    }
    long cycle = cycleA + steps * a.cycles.modulus;
    if (cycle > CycleSearch.MAX_CYCLES) {
      search.foundBeyond();
    } else {
      search.found(second + cycle * ZoneLine.CYCLE_SECONDS);
    }
  }

  private static int atOrAfter(int[] days, int day) {
    int found = Arrays.binarySearch(days, day);
    return found >= 0 ? found : -found - 1;
  }
}
