package dev.scheduling.recurrence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecurrenceRuleTest {

  /** Texts made by mutation; {@code -Drecurrence.mutants=N} makes more. */
  private static final int MUTANTS = Integer.getInteger("recurrence.mutants", 200_000);

  private static final long SEED = Long.getLong("recurrence.seed", 20_261_122L);

  @Test
  void canonicalTextIsSortedAndLeavesDefaultsOut() {
    RecurrenceRule rule =
        RecurrenceRule.parse(
            "rrule:interval=1;wkst=mo;byday=fr,-1mo,mo,fr;bymonth=12,3;freq=monthly;count=4;");
    assertEquals("FREQ=MONTHLY;COUNT=4;BYDAY=-1MO,MO,FR;BYMONTH=3,12", rule.toString());
    assertEquals(rule, RecurrenceRule.parse(rule.toString()));
    assertEquals(rule.hashCode(), RecurrenceRule.parse(rule.toString()).hashCode());
    assertNotEquals(rule, rule.withoutEnd());
    assertTrue(rule.isFinite());
    assertFalse(rule.withoutEnd().isFinite());
  }

  @Test
  void theBuilderMakesWhatTheTextSays() {
    RecurrenceRule rule =
        RecurrenceRule.builder(Frequency.YEARLY)
            .interval(2)
            .byMonth(Month.MARCH)
            .byDay(2, DayOfWeek.SUNDAY)
            .byHour(9)
            .until(LocalDate.of(2030, 1, 1))
            .build();
    assertEquals(
        RecurrenceRule.parse("FREQ=YEARLY;INTERVAL=2;BYMONTH=3;BYDAY=2SU;BYHOUR=9;UNTIL=20300101"),
        rule);
    assertEquals(List.of(new OrdinalWeekday(2, DayOfWeek.SUNDAY)), rule.byDay());
    assertThrows(
        InvalidRecurrenceException.class,
        () -> RecurrenceRule.builder(Frequency.DAILY).byDay(1, DayOfWeek.MONDAY).build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INTERVAL=2 | FREQ | is missing",
        "FREQ=DAILY;INTERVAL=0 | INTERVAL | 1..2147483647",
        "FREQ=DAILY;INTERVAL=-1 | INTERVAL | 1..2147483647",
        "FREQ=DAILY;INTERVAL=9999999999 | INTERVAL | 1..2147483647",
        "FREQ=DAILY;COUNT=0 | COUNT | 1..9223372036854775807",
        "FREQ=DAILY;COUNT=1;UNTIL=20260101 | COUNT | UNTIL",
        "FREQ=DAILY;UNTIL=20260230 | UNTIL | not a date of the calendar",
        "FREQ=DAILY;UNTIL=2026 | UNTIL | 20261231",
        "FREQ=DAILY;BYHOUR=24 | BYHOUR | 0..23",
        "FREQ=DAILY;BYMINUTE=60 | BYMINUTE | 0..59",
        "FREQ=DAILY;BYSECOND=61 | BYSECOND | 0..60",
        "FREQ=DAILY;BYMONTHDAY=0 | BYMONTHDAY | 1..31",
        "FREQ=DAILY;BYMONTH=13 | BYMONTH | 1..12",
        "FREQ=YEARLY;BYMONTH=5L | BYMONTH | RSCALE",
        "FREQ=YEARLY;BYYEARDAY=367 | BYYEARDAY | 1..366",
        "FREQ=YEARLY;BYWEEKNO=54 | BYWEEKNO | 1..53",
        "FREQ=MONTHLY;BYWEEKNO=5 | BYWEEKNO | YEARLY",
        "FREQ=DAILY;BYYEARDAY=5 | BYYEARDAY | DAILY",
        "FREQ=WEEKLY;BYMONTHDAY=5 | BYMONTHDAY | WEEKLY",
        "FREQ=WEEKLY;BYDAY=1MO | BYDAY | MONTHLY and YEARLY",
        "FREQ=YEARLY;BYWEEKNO=3;BYDAY=1MO | BYDAY | BYWEEKNO",
        "FREQ=MONTHLY;BYDAY=54MO | BYDAY | -53..53",
        "FREQ=MONTHLY;BYDAY=MX | BYDAY | MO, TU, WE, TH, FR, SA, SU",
        "FREQ=DAILY;BYSETPOS=1 | BYSETPOS | another BY part",
        "FREQ=DAILY;BYHOUR=1;BYSETPOS=367 | BYSETPOS | 1..366",
        "FREQ=DAILY;BYHOUR= | BYHOUR | empty",
        "FREQ=DAILY;FREQ=DAILY | FREQ | twice",
        "FREQ=DAILY;X-MINE=1 | X-MINE | not a part",
        "FREQ=MONTHLY;SKIP=FORWARD | SKIP | RSCALE",
        "FREQ=DAILY;COUNT | COUNT | no value",
        "FREQ=DAILY;=3 | RRULE | without a name",
        "BYDAY=MO; ; | FREQ | is missing",
      })
  void anInvalidPartIsNamedWithWhatIsAllowed(String text, String part, String allowed) {
    InvalidRecurrenceException refusal =
        assertThrows(InvalidRecurrenceException.class, () -> RecurrenceRule.parse(text));
    assertEquals(part, refusal.part());
    assertTrue(refusal.getMessage().startsWith(part + ": "), refusal.getMessage());
    assertTrue(refusal.getMessage().contains(allowed), refusal.getMessage());
  }

  @Test
  void anyTextIsReadToAnEqualRuleOrRefusedByName() {
    Random random = new Random(SEED);
    String[] seeds = new String[64];
    for (int i = 0; i < seeds.length; i++) {
      seeds[i] = RuleCase.random(SEED + i).text();
    }
    int legal = 0;
    for (int i = 0; i < MUTANTS; i++) {
      String text = mutant(seeds, random);
      try {
        RecurrenceRule rule = RecurrenceRule.parse(text);
        legal++;
        assertEquals(rule, RecurrenceRule.parse(rule.toString()), text);
        // What grew out of a legal text and is legal again is worth growing from, unless most of it
        // says nothing: semicolons and repeated entries would crowd out all else.
        if (text.length() < 3 * rule.toString().length()) {
          seeds[random.nextInt(seeds.length)] = text;
        }
      } catch (InvalidRecurrenceException refusal) {
        assertFalse(refusal.part().isEmpty(), text);
        assertTrue(refusal.getMessage().length() < 400, text);
      } catch (RuntimeException e) {
        throw new AssertionError("mutant " + i + " of seed " + SEED + ": '" + text + "'", e);
      }
    }
    assertTrue(
        legal > MUTANTS / 100, "only " + legal + " legal texts: the mutations are too coarse");
  }

  private static String mutant(String[] seeds, Random random) {
    StringBuilder text = new StringBuilder(seeds[random.nextInt(seeds.length)]);
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      int at = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), at + random.nextInt(6));
      switch (random.nextInt(7)) {
        case 0 -> text.delete(at, end);
        case 1 -> text.insert(at, (char) random.nextInt(128));
        case 2 -> text.insert(at, text.substring(at, end));
        case 3 -> text.insert(at, random.nextInt(400) - 60);
        case 4 -> {
          String other = seeds[random.nextInt(seeds.length)];
          int from = random.nextInt(other.length());
          text.insert(at, other, from, Math.min(other.length(), from + random.nextInt(25)));
        }
        case 5 -> text.insert(at, ";=,-+LZT\u0130\u00DF\uD83D".charAt(random.nextInt(11)));
        default -> {
          String[] parts = text.toString().split(";", -1);
          text.setLength(0);
          for (int i = parts.length - 1; i >= 0; i--) {
            text.append(parts[i]).append(i > 0 ? ";" : "");
          }
        }
      }
      if (text.length() > 400) {
        text.setLength(400);
      }
    }
    return text.toString();
  }
}
