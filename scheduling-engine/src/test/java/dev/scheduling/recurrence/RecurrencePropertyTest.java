package dev.scheduling.recurrence;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Laws that hold for every rule, over random ones. {@code -Drecurrence.rules=N} sets how many
 * (5,000), {@code -Drecurrence.seed=N} where they begin.
 */
class RecurrencePropertyTest {

  private static final int RULES = Integer.getInteger("recurrence.rules", 5_000);
  private static final long SEED = Long.getLong("recurrence.seed", 20_261_122L);

  /** Occurrences of a rule that are looked at. */
  private static final int SOME = 30;

  @Test
  void everyRuleExpandsAsTheLiteralReadingOfTheRfcDoes() {
    forRandomRules(RecurrencePropertyTest::differenceFromOracle);
  }

  @Test
  void aWindowHoldsWhatTheWholeHoldsThere() {
    forRandomRules(RecurrencePropertyTest::differenceInWindows);
  }

  @Test
  void seekingReachesTheSameOccurrenceAsWalking() {
    forRandomRules(RecurrencePropertyTest::differenceInSeeking);
  }

  @Test
  void previousInvertsNext() {
    forRandomRules(RecurrencePropertyTest::differenceBackwards);
  }

  @Test
  void countTakesThatManyAndUntilAllUpToIt() {
    forRandomRules(RecurrencePropertyTest::differenceInEnds);
  }

  @Test
  void theNthIsTheOneReachedByWalking() {
    forRandomRules(RecurrencePropertyTest::differenceInNth);
  }

  @Test
  void countingIsWalkingWhateverListsAddAndTakeAway() {
    forRandomRules(RecurrencePropertyTest::differenceInCounting);
  }

  @Test
  void floatingRulesRepeatAfterFourHundredYears() {
    forRandomRules(RecurrencePropertyTest::differenceAfterACycle);
  }

  @Test
  void canonicalTextParsesBackToAnEqualRule() {
    forRandomRules(
        aCase -> {
          RecurrenceRule rule = aCase.rule();
          RecurrenceRule again = RecurrenceRule.parse(rule.toString());
          return again.equals(rule) && again.toString().equals(rule.toString())
              ? ""
              : rule + " read back as " + again;
        });
  }

  private static String differenceFromOracle(RuleCase aCase) {
    RecurrenceRule rule = aCase.rule();
    int periods =
        switch (rule.frequency()) {
          case SECONDLY, MINUTELY, HOURLY -> 1_000;
          case DAILY -> 600;
          case WEEKLY -> 120;
          case MONTHLY -> 60;
          case YEARLY -> 9;
        };
    LocalDateTime horizon =
        switch (rule.frequency()) {
          case SECONDLY -> aCase.start().plusSeconds((long) rule.interval() * (periods - 1));
          case MINUTELY -> aCase.start().plusMinutes((long) rule.interval() * (periods - 1));
          case HOURLY -> aCase.start().plusHours((long) rule.interval() * (periods - 1));
          case DAILY -> aCase.start().plusDays((long) rule.interval() * (periods - 1));
          case WEEKLY -> aCase.start().plusWeeks((long) rule.interval() * (periods - 2));
          case MONTHLY -> aCase.start().plusMonths((long) rule.interval() * (periods - 2));
          case YEARLY -> aCase.start().plusYears((long) rule.interval() * (periods - 2));
        };
    List<ZonedDateTime> expected =
        new LiteralExpander(rule, aCase.start(), aCase.allDay(), aCase.options())
            .occurrences(aCase.zoneId(), horizon, periods + 2);
    List<ZonedDateTime> wanted =
        expected.stream()
            .filter(time -> time.toLocalDateTime().isBefore(horizonOf(aCase, rule)))
            .limit(SOME)
            .toList();
    RecurrenceSet set = aCase.set(rule).placedIn(aCase.zoneId());
    OccurrenceCursor cursor = set.cursor();
    for (ZonedDateTime time : wanted) {
      if (!cursor.next()) {
        return "expected " + time + " but there is no more: " + cursor.end();
      }
      if (!cursor.local().equals(time.toLocalDateTime())) {
        return "expected " + time + " but was " + cursor.local();
      }
      if (!aCase.allDay() && cursor.epochSecond() != time.toEpochSecond()) {
        return "expected " + time + " but was the instant " + cursor.instant();
      }
    }
    if (wanted.size() < SOME && cursor.next() && cursor.local().isBefore(horizonOf(aCase, rule))) {
      return "expected none but was " + cursor.local();
    }
    return "";
  }

  private static LocalDateTime horizonOf(RuleCase aCase, RecurrenceRule rule) {
    long interval = rule.interval();
    LocalDateTime start = aCase.start();
    return switch (rule.frequency()) {
      case SECONDLY -> start.plusSeconds(interval * 900);
      case MINUTELY -> start.plusMinutes(interval * 900);
      case HOURLY -> start.plusHours(interval * 900);
      case DAILY -> start.plusDays(interval * 500);
      case WEEKLY -> start.plusWeeks(interval * 110);
      case MONTHLY -> start.plusMonths(interval * 50);
      case YEARLY -> start.plusYears(interval * 6);
    };
  }

  /** The first occurrences as pairs of a local second and an instant. */
  private static List<long[]> first(RecurrenceSet set, int most) {
    List<long[]> occurrences = new ArrayList<>();
    OccurrenceCursor cursor = set.cursor();
    while (occurrences.size() < most && cursor.next()) {
      occurrences.add(new long[] {cursor.localSecond(), cursor.epochSecond()});
    }
    return occurrences;
  }

  private static RecurrenceSet placed(RuleCase aCase, RecurrenceRule rule) {
    return aCase.set(rule).placedIn(aCase.zoneId());
  }

  private static String differenceInWindows(RuleCase aCase) {
    RecurrenceSet set = placed(aCase, aCase.rule());
    List<long[]> all = first(set, SOME);
    for (int from = 0; from < all.size(); from += 7) {
      for (int to = from; to < all.size(); to += 5) {
        // From a little before one occurrence to exactly another, which is out.
        OccurrenceCursor cursor =
            set.cursor(
                Instant.ofEpochSecond(all.get(from)[1] - (from % 2)),
                Instant.ofEpochSecond(all.get(to)[1]));
        long after = all.get(from)[1] - from % 2;
        for (long[] one : all) {
          if (one[1] >= after && one[1] < all.get(to)[1]) {
            if (!cursor.next() || cursor.localSecond() != one[0]) {
              return "window " + from + ".." + to + " lacks " + SetFrame.local(one[0]);
            }
          }
        }
        if (cursor.next()) {
          return "window " + from + ".." + to + " has " + cursor.local() + " too much";
        }
        if (cursor.end() != OccurrenceCursor.End.WINDOW) {
          return "window " + from + ".." + to + " ends with " + cursor.end();
        }
      }
    }
    return "";
  }

  private static String differenceInSeeking(RuleCase aCase) {
    RecurrenceSet set = placed(aCase, aCase.rule());
    List<long[]> all = first(set, SOME);
    OccurrenceCursor cursor = set.cursor();
    for (int i = all.size() - 2; i >= 0; i--) {
      cursor.seek(all.get(i)[1]);
      if (!cursor.next() || cursor.localSecond() != all.get(i)[0]) {
        return "seeking " + SetFrame.local(all.get(i)[0]);
      }
      cursor.seek(all.get(i)[1] + 1);
      if (!cursor.next() || cursor.localSecond() != all.get(i + 1)[0]) {
        return "seeking after " + SetFrame.local(all.get(i)[0]);
      }
      if (!set.isOccurrence(Instant.ofEpochSecond(all.get(i)[1]))) {
        return SetFrame.local(all.get(i)[0]) + " is denied to be an occurrence";
      }
    }
    return "";
  }

  private static String differenceBackwards(RuleCase aCase) {
    RecurrenceSet set = placed(aCase, aCase.rule());
    List<long[]> all = first(set, SOME);
    OccurrenceCursor cursor = set.cursor();
    for (int i = 0; i < all.size(); i++) {
      cursor.next();
    }
    for (int i = all.size() - 2; i >= 0; i--) {
      if (!cursor.previous() || cursor.localSecond() != all.get(i)[0]) {
        return "going back to " + SetFrame.local(all.get(i)[0]);
      }
      if (i % 4 == 0 && (!cursor.next() || cursor.localSecond() != all.get(i + 1)[0])) {
        return "going forth again to " + SetFrame.local(all.get(i + 1)[0]);
      }
      if (i % 4 == 0 && (!cursor.previous() || cursor.localSecond() != all.get(i)[0])) {
        return "going back again to " + SetFrame.local(all.get(i)[0]);
      }
    }
    if (!all.isEmpty() && cursor.previous()) {
      return "before the first there is " + cursor.local();
    }
    return "";
  }

  private static String differenceInEnds(RuleCase aCase) {
    List<long[]> all = first(placed(aCase, aCase.rule()), SOME);
    for (int take = 1; take < all.size(); take += 6) {
      long[] last = all.get(take - 1);
      RecurrenceRule until =
          aCase.zone().equals("floating")
              ? aCase.rule().withUntil(new RecurrenceTime.AtLocalTime(SetFrame.local(last[0])))
              : aCase
                  .rule()
                  .withUntil(new RecurrenceTime.AtInstant(Instant.ofEpochSecond(last[1])));
      RecurrenceSet ended = placed(aCase, until);
      String difference = difference(all, take, ended);
      if (!difference.isEmpty()) {
        return until + ": " + difference;
      }
      if (aCase.zoneId().getRules().isFixedOffset()) {
        // Elsewhere two nominal times that meet behind a gap both count.
        RecurrenceRule counted = aCase.rule().withCount(take);
        difference = difference(all, take, placed(aCase, counted));
        if (!difference.isEmpty()) {
          return counted + ": " + difference;
        }
      }
    }
    return "";
  }

  private static String difference(List<long[]> all, int take, RecurrenceSet ended) {
    OccurrenceCursor cursor = ended.cursor();
    for (int i = 0; i < take; i++) {
      if (!cursor.next() || cursor.epochSecond() != all.get(i)[1]) {
        return "lacks " + SetFrame.local(all.get(i)[0]);
      }
    }
    if (cursor.next()) {
      return "has " + cursor.local() + " too much";
    }
    if (cursor.end() != OccurrenceCursor.End.EXHAUSTED) {
      return "ends with " + cursor.end();
    }
    if (!ended.isFinite() || ended.last().orElseThrow().getEpochSecond() != all.get(take - 1)[1]) {
      return "has another last one: " + ended.last();
    }
    return "";
  }

  private static String differenceInNth(RuleCase aCase) {
    RecurrenceSet set = placed(aCase, aCase.rule());
    List<long[]> all = first(set, SOME);
    for (int i = 0; i < all.size(); i += 3) {
      var cursor = set.nth(i);
      if (cursor.isEmpty() || cursor.get().epochSecond() != all.get(i)[1]) {
        return "the " + i + "th is not " + SetFrame.local(all.get(i)[0]);
      }
      long counted =
          set.countIn(Instant.ofEpochSecond(all.get(0)[1]), Instant.ofEpochSecond(all.get(i)[1]))
              .count();
      // Dates that a zone leaves out share an instant with the next; UTC has none.
      if (counted != i) {
        return counted + " before the " + i + "th";
      }
    }
    return "";
  }

  private static String differenceInCounting(RuleCase aCase) {
    Random random = new Random(aCase.toString().hashCode());
    RecurrenceSet plain = placed(aCase, aCase.rule());
    RecurrenceSet.Builder builder = aCase.set(aCase.rule()).toBuilder();
    for (long[] one : first(plain, SOME)) {
      LocalDateTime local = SetFrame.local(one[0]);
      switch (random.nextInt(8)) {
        case 0 -> builder.excluding(local);
        case 1 -> builder.excluding(local.toLocalDate());
        case 2 -> builder.including(local.plusHours(random.nextInt(50)));
        case 3 -> builder.including(local).excluding(local.plusHours(random.nextInt(50)));
        default -> {}
      }
    }
    RecurrenceSet set = builder.build().placedIn(aCase.zoneId());
    List<long[]> all = first(set, SOME);
    for (int i = 0; i < all.size(); i += 4) {
      OccurrenceCursor nth = set.nth(i).orElse(null);
      if (nth == null || nth.localSecond() != all.get(i)[0]) {
        return set + ": occurrence " + i + " is not " + SetFrame.local(all.get(i)[0]);
      }
      for (int to = i; to < all.size(); to += 7) {
        Instant from = Instant.ofEpochSecond(all.get(i)[1]);
        OccurrenceCount count = set.countIn(from, Instant.ofEpochSecond(all.get(to)[1]));
        if (count.count() != to - i || count.end() != OccurrenceCursor.End.WINDOW) {
          return set + ": from " + i + " to " + to + " there are " + count;
        }
      }
    }
    if (all.size() < SOME && set.nth(all.size()).isPresent()) {
      return set + ": there are more than " + all.size();
    }
    return "";
  }

  private static String differenceAfterACycle(RuleCase aCase) {
    if (!aCase.zone().equals("floating")) {
      return "";
    }
    List<long[]> all = first(placed(aCase, aCase.rule()), 10);
    RuleCase later =
        new RuleCase(
            aCase.parts(),
            aCase.start().plusYears(400),
            aCase.allDay(),
            aCase.zone(),
            aCase.options());
    List<long[]> shifted = first(placed(later, later.rule()), 10);
    for (int i = 0; i < Math.min(all.size(), shifted.size()); i++) {
      LocalDateTime here = SetFrame.local(all.get(i)[0]).plusYears(400);
      if (here.toEpochSecond(ZoneOffset.UTC) != shifted.get(i)[0]) {
        return here + " became " + SetFrame.local(shifted.get(i)[0]);
      }
    }
    return "";
  }

  private static void forRandomRules(Function<RuleCase, String> difference) {
    for (long seed = SEED; seed < SEED + RULES; seed++) {
      RuleCase aCase = RuleCase.random(seed);
      String found = run(difference, aCase);
      if (!found.isEmpty()) {
        RuleCase small = aCase.shrunken(other -> !run(difference, other).isEmpty());
        fail(
            "seed "
                + seed
                + ": "
                + aCase
                + "\n"
                + found
                + "\nshrunken: "
                + small
                + "\n"
                + run(difference, small));
      }
    }
  }

  private static String run(Function<RuleCase, String> difference, RuleCase aCase) {
    try {
      return difference.apply(aCase);
    } catch (RuntimeException e) {
      StackTraceElement[] trace = e.getStackTrace();
      return e + (trace.length > 0 ? " at " + trace[0] : "");
    }
  }
}
