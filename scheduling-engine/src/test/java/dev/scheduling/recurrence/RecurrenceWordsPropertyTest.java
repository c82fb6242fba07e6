package dev.scheduling.recurrence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** No part of a rule gets lost on the way into words, in neither language. */
class RecurrenceWordsPropertyTest {

  private static final int RULES = Integer.getInteger("recurrence.rules", 5_000);
  private static final long SEED = Long.getLong("recurrence.seed", 20_261_122L);

  private static final String[] ENDS = {
    "",
    ";COUNT=1",
    ";COUNT=12",
    ";UNTIL=20270303",
    ";UNTIL=20270303T000000",
    ";UNTIL=20270303T000000Z",
    ";UNTIL=20270303T000001Z",
    ";UNTIL=20280303"
  };

  /** For each part a few values, the first of which leaves it out. */
  private static final String[][] PARTS = {
    {"", ";INTERVAL=2"},
    {"", ";BYDAY=MO", ";BYDAY=MO,TU,WE,TH,FR", ";BYDAY=1MO", ";BYDAY=MO,-1FR", ";BYDAY=SA,SU"},
    {"", ";BYMONTH=3", ";BYMONTH=3,6"},
    {"", ";BYMONTHDAY=1", ";BYMONTHDAY=-1", ";BYMONTHDAY=1,2,3,15"},
    {"", ";BYYEARDAY=1", ";BYYEARDAY=-1"},
    {"", ";BYWEEKNO=1", ";BYWEEKNO=-1"},
    {"", ";BYHOUR=9"},
    {"", ";BYMINUTE=9"},
    {"", ";BYSECOND=9"},
    {"", ";BYSETPOS=1"},
  };

  /** Which rule had these words first. */
  private final Map<String, String> english = new HashMap<>();

  private final Map<String, String> korean = new HashMap<>();

  @Test
  void everyCombinationOfPartsHasWordsOfItsOwn() {
    for (Frequency frequency : Frequency.values()) {
      combine("FREQ=" + frequency, 0);
    }
    assertTrue(english.size() > 10_000, () -> "only " + english.size() + " legal combinations");
  }

  /** Adds each value of the next part; a rule that is illegal stays so whatever is added. */
  private void combine(String text, int part) {
    RecurrenceRule rule;
    try {
      rule = RecurrenceRule.parse(text);
    } catch (InvalidRecurrenceException e) {
      return;
    }
    if (part == PARTS.length) {
      tellApart(rule);
      return;
    }
    for (String value : PARTS[part]) {
      combine(text + value, part + 1);
    }
  }

  @Test
  void randomRulesThatDifferHaveDifferentWords() {
    Random random = new Random(SEED);
    for (int i = 0; i < RULES; i++) {
      String text = RuleCase.random(SEED + i).text();
      tellApart(RecurrenceRule.parse(text + ENDS[random.nextInt(ENDS.length)]));
    }
  }

  /** Leaving out any one part, or any one entry of a list, changes the words. */
  @Test
  void noPartAndNoEntryGoesUnsaid() {
    for (int i = 0; i < RULES; i++) {
      RuleCase aCase = RuleCase.random(SEED + i);
      tellApart(aCase.rule());
      for (RecurrenceRule lesser : lesser(aCase.parts())) {
        tellApart(lesser);
      }
    }
  }

  private static List<RecurrenceRule> lesser(Map<String, String> parts) {
    List<RecurrenceRule> lesser = new ArrayList<>();
    for (Map.Entry<String, String> part : parts.entrySet()) {
      List<String> entries = List.of(part.getValue().split(",", -1));
      for (int i = 0; i < entries.size(); i++) {
        List<String> kept = new ArrayList<>(entries);
        kept.remove(i);
        Map<String, String> fewer = new HashMap<>(parts);
        if (kept.isEmpty()) {
          fewer.remove(part.getKey());
        } else {
          fewer.put(part.getKey(), String.join(",", kept));
        }
        StringBuilder text = new StringBuilder();
        fewer.forEach((name, value) -> text.append(name).append('=').append(value).append(';'));
        try {
          lesser.add(RecurrenceRule.parse(text.substring(0, Math.max(0, text.length() - 1))));
        } catch (InvalidRecurrenceException e) {
          // Without FREQ, or SKIP without RSCALE: no rule, and so no words.
        }
      }
    }
    return lesser;
  }

  @Test
  void everyEndAndEveryCalendarIsSaid() {
    String[] scales = {
      "", ";RSCALE=GREGORIAN", ";RSCALE=GREGORIAN;SKIP=FORWARD", ";RSCALE=GREGORIAN;SKIP=BACKWARD",
      ";RSCALE=CHINESE", ";RSCALE=DANGI", ";RSCALE=HEBREW", ";RSCALE=HEBREW;SKIP=FORWARD",
      ";RSCALE=ISLAMIC", ";RSCALE=ISLAMIC-CIVIL", ";RSCALE=ISLAMIC-RGSA", ";RSCALE=ISLAMIC-TBLA",
      ";RSCALE=ISLAMIC-UMALQURA", ";RSCALE=PERSIAN", ";RSCALE=INDIAN", ";RSCALE=COPTIC",
      ";RSCALE=ETHIOPIC", ";RSCALE=ETHIOPIC-AMETE-ALEM", ";RSCALE=SOME-OTHER"
    };
    String[] months = {"", ";BYMONTH=5", ";BYMONTH=5L", ";BYMONTH=5,5L", ";BYMONTH=5L,6"};
    for (String scale : scales) {
      for (String end : ENDS) {
        for (String month : months) {
          if (!month.contains("L") || !(scale.isEmpty() || scale.contains("GREGORIAN"))) {
            tellApart(RecurrenceRule.parse("FREQ=YEARLY" + scale + end + month));
          }
        }
      }
    }
    assertEquals(english.size(), korean.size());
  }

  /** The one thing that may go unsaid is a WKST, and then it has no bearing on any date. */
  @Test
  void aWeekStartThatGoesUnsaidChangesNoOccurrence() {
    int unsaid = 0;
    for (int i = 0; i < RULES; i++) {
      RuleCase aCase = RuleCase.random(SEED + i);
      RecurrenceRule monday = withWeekStart(aCase, DayOfWeek.MONDAY);
      DayOfWeek other = DayOfWeek.of(2 + i % 6);
      RecurrenceRule shifted = withWeekStart(aCase, other);
      String words = RecurrenceWords.of(monday, Locale.ENGLISH);
      boolean isSaid = !words.equals(RecurrenceWords.of(shifted, Locale.ENGLISH));
      assertEquals(
          isSaid,
          !RecurrenceWords.of(monday, Locale.KOREAN)
              .equals(RecurrenceWords.of(shifted, Locale.KOREAN)),
          shifted::toString);
      if (!isSaid) {
        unsaid++;
        assertEquals(occurrences(aCase, monday), occurrences(aCase, shifted), shifted::toString);
      }
    }
    assertTrue(unsaid > RULES / 2 && unsaid < RULES, "unsaid in " + unsaid);
  }

  private static RecurrenceRule withWeekStart(RuleCase aCase, DayOfWeek day) {
    Map<String, String> parts = new HashMap<>(aCase.parts());
    parts.put("WKST", OrdinalWeekday.code(day));
    return new RuleCase(parts, aCase.start(), aCase.allDay(), aCase.zone(), aCase.options()).rule();
  }

  private static List<Long> occurrences(RuleCase aCase, RecurrenceRule rule) {
    OccurrenceCursor cursor = aCase.set(rule).cursor();
    List<Long> found = new ArrayList<>();
    while (found.size() < 20 && cursor.next()) {
      found.add(cursor.localSecond());
    }
    return found;
  }

  private void tellApart(RecurrenceRule rule) {
    tellApart(rule, english, RecurrenceWords.of(rule, Locale.ENGLISH));
    tellApart(rule, korean, RecurrenceWords.of(rule, Locale.KOREAN));
  }

  private static void tellApart(RecurrenceRule rule, Map<String, String> known, String words) {
    assertFalse(words.isBlank(), rule::toString);
    assertEquals(words.strip(), words, rule::toString);
    assertFalse(words.contains("  ") || words.contains("\n"), words);
    String meaning = new RuleReading(rule).weekStartMatters() ? rule.toString() : unsaidLeft(rule);
    String first = known.putIfAbsent(words, meaning);
    if (first != null && !first.equals(meaning)) {
      fail(first + " and " + meaning + " are both: " + words);
    }
  }

  private static String unsaidLeft(RecurrenceRule rule) {
    return rule.toString().replaceAll(";WKST=..", "");
  }
}
