package dev.scheduling.benchmarks.series;

import dev.scheduling.conflict.FirstConflict;
import dev.scheduling.conflict.FirstConflict.Conflict;
import dev.scheduling.conflict.FirstConflict.Never;
import dev.scheduling.conflict.Series;
import dev.scheduling.recurrence.RecurrenceRule;
import dev.scheduling.recurrence.RecurrenceSet;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;

/** Two series, and whether they clash. */
public enum SeriesPair {
  SAME_ZONE_WEEKLY(
      "one zone, weekly, clash",
      new Drawn("2025-01-06T09:00", "America/New_York", "FREQ=WEEKLY;BYDAY=MO,WE", 60),
      new Drawn("2025-02-05T09:30", "America/New_York", "FREQ=WEEKLY;BYDAY=WE", 60),
      true),
  SAME_ZONE_WEEKLY_NEVER(
      "one zone, every other week, never",
      new Drawn("2025-01-06T09:00", "America/New_York", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", 60),
      new Drawn("2025-01-13T09:30", "America/New_York", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", 60),
      false),
  CROSS_ZONE_WEEKLY(
      "two zones, weekly, clash",
      new Drawn("2025-01-06T11:00", "America/New_York", "FREQ=WEEKLY;BYDAY=MO", 30),
      new Drawn("2025-01-06T16:00", "Europe/Paris", "FREQ=WEEKLY;BYDAY=MO", 30),
      true),
  CROSS_ZONE_WEEKLY_NEVER(
      "two zones, weekly, never",
      new Drawn("2025-01-06T09:00", "America/New_York", "FREQ=WEEKLY;BYDAY=MO", 60),
      new Drawn("2025-01-06T16:00", "Europe/Paris", "FREQ=WEEKLY;BYDAY=MO", 60),
      false),
  MONTHLY_BY_WEEKDAY(
      "one zone, monthly by weekday, clash",
      new Drawn("2025-06-13T18:00", "Europe/Berlin", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", 120),
      new Drawn("2025-07-11T19:00", "Europe/Berlin", "FREQ=MONTHLY;BYDAY=2FR", 120),
      true),
  MONTHLY_BY_WEEKDAY_NEVER(
      "one zone, monthly by weekday, never",
      new Drawn("2025-01-06T09:00", "Europe/Berlin", "FREQ=MONTHLY;BYDAY=1MO", 60),
      new Drawn("2025-01-13T09:00", "Europe/Berlin", "FREQ=MONTHLY;BYDAY=2MO", 60),
      false),
  WORST_DAYS(
      "24 times a day, every 997 and every 991 days, two zones",
      new Drawn("2025-01-01T00:00", "Australia/Lord_Howe", hourly(997), 10),
      new Drawn("2025-01-02T00:45", "Europe/London", hourly(991), 10),
      false);

  /** A series in words. */
  private record Drawn(String start, String zone, String rule, int minutes) {

    Series series() {
      return Series.of(
          RecurrenceSet.startingAt(LocalDateTime.parse(start), ZoneId.of(zone))
              .rule(RecurrenceRule.parse(rule))
              .build(),
          Duration.ofMinutes(minutes));
    }
  }

  private final String title;

  @SuppressWarnings("ImmutableEnumChecker") // A record of strings and a number cannot change.
  private final Drawn a;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Drawn b;

  private final boolean clashes;

  SeriesPair(String title, Drawn a, Drawn b, boolean clashes) {
    this.title = title;
    this.a = a;
    this.b = b;
    this.clashes = clashes;
  }

  private static String hourly(int interval) {
    return "FREQ=DAILY;INTERVAL="
        + interval
        + ";BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23";
  }

  String title() {
    return title;
  }

  String id() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  Series a() {
    return a.series();
  }

  Series b() {
    return b.series();
  }

  /** Refuses an answer that is not the right one. */
  FirstConflict checked(FirstConflict answer) {
    boolean right = clashes ? answer instanceof Conflict : answer instanceof Never;
    if (!right) {
      throw new IllegalStateException(this + " is answered with " + answer);
    }
    return answer;
  }
}
