package dev.scheduling.recurrence;

import java.util.Locale;

/**
 * A rule in words for a person to read, such as "every second Tuesday until 3 March 2027" or "2027년
 * 3월 3일까지 격주 화요일".
 *
 * <p>Every part of the rule that bears on its dates is told, so that two rules with different
 * canonical texts have different words; only a WKST that cannot change a date stays unsaid (RFC
 * 5545, 3.3.10). What a rule leaves to its start is left open here too: {@code FREQ=MONTHLY} is
 * "every month", on whichever day the start lies. Parts are read with {@link
 * RecurrenceOptions#DEFAULTS}. Thread-safe.
 */
public final class RecurrenceWords {

  private RecurrenceWords() {}

  /**
   * The words for a rule, without a capital letter at the beginning and without a full stop.
   *
   * @param rule any rule, also one that never matches
   * @param locale Korean for any locale whose language is {@code ko}, English for every other one
   * @return one line, never empty
   */
  public static String of(RecurrenceRule rule, Locale locale) {
    RuleReading reading = new RuleReading(rule);
    return locale.getLanguage().equals(Locale.KOREAN.getLanguage())
        ? new KoreanWords(reading).text()
        : new EnglishWords(reading).text();
  }
}
