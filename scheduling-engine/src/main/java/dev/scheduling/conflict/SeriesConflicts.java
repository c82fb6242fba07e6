package dev.scheduling.conflict;

import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventStatus;
import dev.scheduling.calendar.InvalidEventException;
import dev.scheduling.calendar.Transparency;
import dev.scheduling.conflict.FirstConflict.Conflict;
import dev.scheduling.conflict.FirstConflict.Never;
import dev.scheduling.conflict.FirstConflict.NoneBefore;
import dev.scheduling.conflict.FirstConflict.Proof;
import java.time.Instant;
import java.time.ZoneId;

/**
 * Decides when two series first clash, and if they never do.
 *
 * <p>The answer is exact for rules of the Gregorian calendar, in any zones, with any INTERVAL,
 * unless it takes more than a budget of steps. Ranges are half-open: a meeting that ends at 10:00
 * does not clash with one that begins then. Stateless.
 */
public final class SeriesConflicts {

  /*
   * Cheapest first; each stage either decides or leaves the question to the next:
   *
   *   1. one is over before the other begins
   *   2. WeekMask: they are never busy at the same time of the week
   *   3. PairWalk, briefly: most clashes come soon
   *   4. SlotRemainders: their intervals never meet
   *   5. PairWalk until nothing irregular is left (exclusions, moved occurrences, the changes of
   *      clocks that follow no yearly rule)
   *   6. SeriesCycle: all that can happen in 400 years, after which dates, weekdays and the changes of
   *      clocks repeat; each pair of occurrences that overlaps there happens in those of the following
   *      400-year cycles that leave the right remainders
   */

  /** How many steps one question may take: occurrences looked at, or pairs of them. */
  public static final long DEFAULT_BUDGET = 2_000_000;

  /** The first second after the year 9999, in which recurrence ends. */
  static final long END_OF_YEARS = 253_402_300_800L;

  private static final int FIRST_LOOK = 64;

  private SeriesConflicts() {}

  /** The first clash of two series, within {@link #DEFAULT_BUDGET}. */
  public static FirstConflict first(Series a, Series b) {
    return first(a, b, DEFAULT_BUDGET);
  }

  /**
   * The first clash of two series.
   *
   * @param budget how many steps it may take; positive
   * @throws IllegalArgumentException if the budget is not positive
   */
  public static FirstConflict first(Series a, Series b, long budget) {
    if (budget <= 0) {
      throw new IllegalArgumentException("budget must be positive, but is " + budget);
    }
    SeriesFacts factsA = a.facts();
    SeriesFacts factsB = b.facts();
    if (factsA.lastEnd() <= factsB.firstStart() || factsB.lastEnd() <= factsA.firstStart()) {
      return never(a, Proof.FINITE);
    }
    long from = Math.max(factsA.firstStart(), factsB.firstStart());
    ZonePair zones = ZonePair.of(a.zone(), b.zone(), from);
    if (weeksAreApart(factsA.week(), factsB.week(), zones, factsA, factsB)) {
      return never(a, Proof.WEEK);
    }
    PairWalk sweep = new PairWalk(a, b);
    PairWalk.Outcome outcome = sweep.run(Long.MAX_VALUE, Math.min(FIRST_LOOK, budget));
    if (outcome == PairWalk.Outcome.STOPPED && sweep.steps() < budget) {
      return later(a, b, sweep, budget);
    }
    return decided(a, sweep, outcome);
  }

  /**
   * The first clash of two events, their changed occurrences included, whether or not they take up
   * time.
   *
   * @param placement where floating times and dates take place
   * @throws InvalidEventException if one of them lasts days and hours, or has a change that reaches
   *     the future: neither is a {@link Series}
   */
  public static FirstConflict first(Event a, Event b, ZoneId placement) {
    return first(series(a, placement), series(b, placement));
  }

  private static Series series(Event event, ZoneId placement) {
    Event busy =
        event.isBusy()
            ? event
            : event.toBuilder()
                .transparency(Transparency.OPAQUE)
                .status(EventStatus.CONFIRMED)
                .build();
    return new IndexedSeries(busy, placement)
        .series()
        .orElseThrow(
            () ->
                new InvalidEventException(
                    "duration",
                    "duration must be days or an exact time, not both, but is " + event.length()));
  }

  /** The version of the tz database that answers about a zone hold for, such as {@code 2025a}. */
  public static String tzVersion(ZoneId zone) {
    return ZoneLine.version(zone);
  }

  private static FirstConflict later(Series a, Series b, PairWalk sweep, long budget) {
    SeriesFacts factsA = a.facts();
    SeriesFacts factsB = b.facts();
    if (factsA.covered() && factsB.covered() && remaindersAreApart(a, b)) {
      long until = Math.max(factsA.irregularUntil(), factsB.irregularUntil());
      PairWalk.Outcome outcome = sweep.run(until, budget);
      return outcome == PairWalk.Outcome.STOPPED && sweep.position >= until
          ? never(a, Proof.REMAINDERS)
          : decided(a, sweep, outcome);
    }
    if (factsA.understood() && factsB.understood()) {
      SeriesCycle cycle = new SeriesCycle(a, b, budget);
      PairWalk.Outcome outcome = sweep.run(cycle.sweepUntil(), budget);
      if (outcome != PairWalk.Outcome.STOPPED || sweep.position < cycle.sweepUntil()) {
        return decided(a, sweep, outcome);
      }
      return cycle.decide();
    }
    return decided(a, sweep, sweep.run(Long.MAX_VALUE, budget));
  }

  private static FirstConflict decided(Series a, PairWalk sweep, PairWalk.Outcome outcome) {
    return switch (outcome) {
      case CLASH -> new Conflict(Instant.ofEpochSecond(sweep.position));
      case OVER -> never(a, Proof.FINITE);
      case STOPPED -> new NoneBefore(Instant.ofEpochSecond(sweep.position));
    };
  }

  static Never never(Series series, Proof proof) {
    return new Never(proof, series.facts().tzVersion());
  }

  private static boolean weeksAreApart(
      WeekMask a, WeekMask b, ZonePair zones, SeriesFacts factsA, SeriesFacts factsB) {
    if (a.isFull() || b.isFull()) {
      return false;
    }
    for (int ahead : zones.ahead) {
      if (a.meets(b, ahead)) {
        return false;
      }
    }
    return zones.isCalmFor(a, b, Math.max(factsA.longest(), factsB.longest()));
  }

  private static boolean remaindersAreApart(Series a, Series b) {
    SeriesFacts factsA = a.facts();
    SeriesFacts factsB = b.facts();
    long from = Math.max(factsA.firstStart(), factsB.firstStart());
    long longest = Math.max(factsA.longest(), factsB.longest());
    for (RulePattern patternA : factsA.patterns()) {
      for (RulePattern patternB : factsB.patterns()) {
        ZonePair zones = ZonePair.of(patternA.zone(), patternB.zone(), from);
        if (!zones.isCalmFor(factsA.week(), factsB.week(), longest)
            || !SlotRemainders.areApart(
                patternA, usualLength(a), patternB, usualLength(b), zones.ahead)) {
          return false;
        }
      }
    }
    return true;
  }

  /** How long an occurrence lasts unless a clock is changed meanwhile. */
  static long usualLength(Series series) {
    return series.lengthDays() > 0 ? series.lengthDays() * 86_400L : series.lengthSeconds();
  }
}
