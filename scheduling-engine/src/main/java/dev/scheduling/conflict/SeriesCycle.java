package dev.scheduling.conflict;

import dev.scheduling.conflict.FirstConflict.Conflict;
import dev.scheduling.conflict.FirstConflict.NoneBefore;
import dev.scheduling.conflict.FirstConflict.Proof;
import dev.scheduling.recurrence.RecurrenceRule;
import dev.scheduling.recurrence.RecurrenceSet;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/** The proof over 400 years: what two series do once nothing irregular is left. For one use. */
final class SeriesCycle {

  /*
   * The Gregorian calendar repeats after 400 years, which are 146,097 days, 20,871 weeks and 4,800
   * months; and so do the changes of clocks in the tail of a zone, see ZoneLine. Looking at the pairs
   * of one cycle is therefore looking at all.
   *
   * Rules with INTERVAL=1 need no remainders, and then fewer years do: a year has one of 14 shapes
   * (leap or not, the weekday of 1 January), and any two that can follow each other do so within 28
   * years without an exception to the leap years.
   */

  private static final long DAY = 86_400;
  private static final int CYCLE_DAYS = 146_097;
  private static final int YEARS_OF_ALL_SHAPES = 30;

  /** With longer occurrences than this, three years may take part in one clash. */
  private static final long LONGEST_FOR_SHAPES = 200 * DAY;

  private final Series a;
  private final Series b;
  private final CycleSearch search;
  private final long longest;
  private final long regularFrom;
  private final int firstDay;

  SeriesCycle(Series a, Series b, long budget) {
    this.a = a;
    this.b = b;
    search = new CycleSearch(budget);
    SeriesFacts factsA = a.facts();
    SeriesFacts factsB = b.facts();
    longest = Math.max(factsA.longest(), factsB.longest());
    long regular = Math.max(factsA.irregularUntil(), factsB.irregularUntil());
    regular = Math.max(regular, Math.max(factsA.firstStart(), factsB.firstStart()));
    regular = Math.max(regular, tailFrom(a.zone()));
    regularFrom = Math.max(regular, tailFrom(b.zone()));
    long day = Math.floorDiv(regularFrom + 2 * longest, DAY) + 5;
    firstDay = (int) Math.min(day, Integer.MAX_VALUE / 2);
  }

  private static long tailFrom(ZoneId zone) {
    return ZoneLine.of(zone, 1970, 1970).tailFrom;
  }

  /**
   * The second up to which the series have to be swept before {@link #decide} can speak of the
   * rest.
   */
  long sweepUntil() {
    return isTooLate() ? SeriesConflicts.END_OF_YEARS : (firstDay + 2) * DAY + longest;
  }

  /** Whether there are no 400 years left before the year 10,000. */
  private boolean isTooLate() {
    long margin = longest / DAY + 10;
    return (firstDay + CYCLE_DAYS + margin) * DAY > SeriesConflicts.END_OF_YEARS;
  }

  /** Decides what comes after {@link #sweepUntil}, before which nothing clashes. */
  FirstConflict decide() {
    NoneBefore undecided = new NoneBefore(Instant.ofEpochSecond(sweepUntil()));
    if (isTooLate()) {
      return undecided;
    }
    long first = Long.MAX_VALUE;
    boolean beyond = false;
    List<RulePattern> patternsA = a.facts().patterns();
    List<RulePattern> patternsB = b.facts().patterns();
    for (int i = 0; i < patternsA.size(); i++) {
      for (int j = 0; j < patternsB.size(); j++) {
        CycleSearch pair = search.another();
        meet(pair, patternsA.get(i), patternsB.get(j));
        if (!search.take(pair)) {
          return undecided;
        }
        long last = Math.min(lastStart(a, i), lastStart(b, j));
        beyond |= pair.isBeyond() && last == Long.MAX_VALUE;
        first = Math.min(first, pair.first() <= last ? pair.first() : afterEnd(pair.first(), last));
      }
    }
    if (first == Long.MAX_VALUE) {
      return beyond
          ? new NoneBefore(Instant.ofEpochSecond(SeriesConflicts.END_OF_YEARS))
          : SeriesConflicts.never(a, Proof.CYCLE);
    }
    // What was reasoned out is looked at once more, as it is.
    PairWalk sweep = new PairWalk(a, b, first);
    return sweep.run(first + 1, SeriesConflicts.DEFAULT_BUDGET) == PairWalk.Outcome.CLASH
        ? new Conflict(Instant.ofEpochSecond(sweep.position))
        : undecided;
  }

  /** When the last occurrence of a rule begins, or the greatest long for an endless one. */
  private static long lastStart(Series series, int i) {
    RecurrenceSet set = series.starts();
    RecurrenceRule rule = set.rules().get(i);
    if (!rule.isFinite()) {
      return Long.MAX_VALUE;
    }
    RecurrenceSet.Builder alone =
        set.isAllDay()
            ? RecurrenceSet.startingOn(set.start().toLocalDate())
            : set.isFloating()
                ? RecurrenceSet.startingAt(set.start())
                : RecurrenceSet.startingAt(set.start(), series.zone());
    long last =
        alone
            .rule(rule)
            .options(set.options())
            .build()
            .placedIn(series.zone())
            .last()
            .map(Instant::getEpochSecond)
            .orElse(Long.MIN_VALUE);
    // It goes on after the last year, as far as anybody can tell.
    return last >= SeriesConflicts.END_OF_YEARS - 400 * DAY ? Long.MAX_VALUE : last;
  }

  /**
   * The first clash from a second on that lies after the last start of one of two rules, before the
   * last occurrence is over; the greatest long if there is none.
   */
  private long afterEnd(long second, long lastStart) {
    if (second >= lastStart + longest) {
      return Long.MAX_VALUE;
    }
    PairWalk sweep = new PairWalk(a, b, second);
    return sweep.run(lastStart + longest, SeriesConflicts.DEFAULT_BUDGET) == PairWalk.Outcome.CLASH
        ? sweep.position
        : Long.MAX_VALUE;
  }

  private void meet(CycleSearch pair, RulePattern patternA, RulePattern patternB) {
    int end = firstDay + CYCLE_DAYS;
    if (patternA instanceof DayPattern daysA && patternB instanceof DayPattern daysB) {
      boolean shapes = daysA.interval() == 1 && daysB.interval() == 1;
      int to = shapes && longest < LONGEST_FOR_SHAPES ? endOfAllShapes() : end;
      new DayMeeting(pair, side(daysA, a, to), side(daysB, b, to), firstDay, to).find();
    } else if (patternA instanceof GridPattern gridA && patternB instanceof DayPattern daysB) {
      grid(pair, gridA, a, end).findDays(side(daysB, b, end), end);
    } else if (patternA instanceof DayPattern daysA && patternB instanceof GridPattern gridB) {
      grid(pair, gridB, b, end).findDays(side(daysA, a, end), end);
    } else {
      GridPattern gridA = (GridPattern) patternA;
      GridPattern gridB = (GridPattern) patternB;
      boolean whole = gridA.filter() == null && gridB.filter() == null;
      grid(pair, gridA, a, end).findGrid(grid(pair, gridB, b, end));
      if (!whole && (pair.first() != Long.MAX_VALUE || pair.isBeyond())) {
        // Without their date and time parts they clash; with them, nobody knows.
        pair.giveUp();
      }
    }
  }

  private DayMeeting.Side side(DayPattern pattern, Series series, int to) {
    return new DayMeeting.Side(pattern, series, line(pattern.zone(), to));
  }

  private GridMeeting grid(CycleSearch pair, GridPattern pattern, Series series, int to) {
    return new GridMeeting(pair, pattern, series, line(pattern.zone(), to), firstDay);
  }

  private ZoneLine line(ZoneId zone, int to) {
    long margin = longest / DAY + 10;
    return ZoneLine.of(zone, yearOf(firstDay - margin), yearOf(to + margin) + 1);
  }

  private static int yearOf(long day) {
    return LocalDate.ofEpochDay(day).getYear();
  }

  /** A day by which every shape of a year has followed every other that can precede it. */
  private int endOfAllShapes() {
    int year = yearOf(firstDay);
    for (int each = year; each <= year + YEARS_OF_ALL_SHAPES; each++) {
      if (each % 100 == 0 && each % 400 != 0) {
        year = each + 1;
        break;
      }
    }
    long end = LocalDate.of(year + YEARS_OF_ALL_SHAPES, 1, 1).toEpochDay();
    return (int) Math.min(end, firstDay + CYCLE_DAYS);
  }
}
