package dev.scheduling.benchmarks.recurrence;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The eleven workloads: six that iterate from the start, five windows and odd shapes that ask for
 * more than the next step. Each knows its right answer from a literal walk over days or quarters of
 * an hour, which shares nothing with any of the libraries.
 */
@SuppressWarnings("ImmutableEnumChecker") // The predicates have no state.
public enum Scenario {
  DAILY("1. every day", Task.first(365, "FREQ=DAILY", at(2026, 1, 1)), 365, date -> true),
  WEEKLY(
      "2. Mon, Wed, Fri for a year",
      Task.first(157, "FREQ=WEEKLY;BYDAY=MO,WE,FR", at(2024, 1, 1)),
      157,
      date -> date.getDayOfWeek().getValue() <= 5 && date.getDayOfWeek().getValue() % 2 == 1),
  LAST_FRIDAY(
      "3. last Friday of the month, 10 years",
      Task.first(120, "FREQ=MONTHLY;BYDAY=-1FR", at(2026, 1, 30)),
      120,
      date -> date.getDayOfWeek() == FRIDAY && date.plusDays(7).getMonth() != date.getMonth()),
  SECOND_SUNDAY(
      "4. second Sunday of March, 50 years",
      Task.first(50, "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", at(2026, 3, 8)),
      50,
      date ->
          date.getDayOfWeek() == SUNDAY
              && date.getMonthValue() == 3
              && (date.getDayOfMonth() - 1) / 7 == 1),
  DAILY_WINDOW(
      "5. every day: one week, 31 years on",
      Task.window(midnight(2026, 6, 1), midnight(2026, 6, 8), "FREQ=DAILY", at(1995, 1, 1)),
      7,
      date -> true),
  DAY_31_WINDOW(
      "6. every 31st: one year, 31 years on",
      Task.window(
          midnight(2026, 1, 1),
          midnight(2027, 1, 1),
          "FREQ=MONTHLY;BYMONTHDAY=31",
          at(1995, 1, 31)),
      7,
      date -> date.getDayOfMonth() == 31),
  // It starts at midnight because biweekly's jump to a window keeps the hour of the start.
  QUARTER_HOUR_WINDOW(
      "7. every 15 minutes: one day, 10 years on",
      Task.window(
          midnight(2026, 1, 1),
          midnight(2026, 1, 2),
          "FREQ=MINUTELY;INTERVAL=15",
          midnight(2016, 1, 1)),
      96,
      date -> true),
  LAST_WORKDAY(
      "8. last weekday of the month, 10 years",
      Task.first(120, "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", at(2026, 1, 30)),
      120,
      date ->
          date.getDayOfWeek().compareTo(SATURDAY) < 0
              && date.plusDays(date.getDayOfWeek() == FRIDAY ? 3 : 1).getMonth()
                  != date.getMonth()),
  NEW_YORK(
      "9. every day in New York, one year",
      Task.first(365, "FREQ=DAILY", at(2026, 1, 1)).in(ZoneId.of("America/New_York")),
      365,
      date -> true),
  LEAP_SUNDAY(
      "10. 29 February on a Sunday, 20 times",
      Task.first(20, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=SU", at(2004, 2, 29)),
      20,
      date ->
          date.getMonthValue() == 2 && date.getDayOfMonth() == 29 && date.getDayOfWeek() == SUNDAY),
  COUNT_WINDOW(
      "11. every day, 10,000 times: the last month",
      Task.window(
          midnight(2022, 5, 1), midnight(2022, 6, 1), "FREQ=DAILY;COUNT=10000", at(1995, 1, 1)),
      18,
      date -> date.isBefore(at(1995, 1, 1).plusDays(10_000)));

  private final String title;
  private final Task task;
  private final int occurrences;
  private final Predicate<LocalDateTime> matches;

  Scenario(String title, Task task, int occurrences, Predicate<LocalDateTime> matches) {
    this.title = title;
    this.task = task;
    this.occurrences = occurrences;
    this.matches = matches;
  }

  /** Returns the name in an id: {@code quarter-hour-window}. */
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the number and the description. */
  String title() {
    return title;
  }

  Task task() {
    return task;
  }

  /** Returns how many occurrences are asked for. */
  int occurrences() {
    return occurrences;
  }

  /**
   * Returns by how much a time is divided in tables: windows count as one query, the others by
   * occurrence.
   */
  int divisor() {
    return task.isWindow() ? 1 : occurrences;
  }

  String unit() {
    return task.isWindow() ? "window of " + occurrences : "occurrence";
  }

  /**
   * Returns the right answer, from a walk over every day (or quarter of an hour) since the start.
   */
  Checksum expected() {
    var checksum = new Checksum();
    boolean byDay = this != QUARTER_HOUR_WINDOW;
    Stream.iterate(task.start(), time -> byDay ? time.plusDays(1) : time.plusMinutes(15))
        .takeWhile(time -> time.isBefore(task.to()))
        .filter(matches)
        .filter(time -> !time.isBefore(task.from()))
        .limit(task.limit())
        .forEach(time -> checksum.acceptTime(time.atZone(task.zoneOrUtc())));
    return checksum;
  }

  private static LocalDateTime at(int year, int month, int day) {
    return LocalDateTime.of(year, month, day, 9, 0);
  }

  private static LocalDateTime midnight(int year, int month, int day) {
    return LocalDateTime.of(year, month, day, 0, 0);
  }
}
