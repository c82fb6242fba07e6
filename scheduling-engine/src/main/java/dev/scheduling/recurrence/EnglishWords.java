package dev.scheduling.recurrence;

import static dev.scheduling.recurrence.RuleReading.twoDigits;

import dev.scheduling.recurrence.RuleReading.Days;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A rule in English. For one thread. */
final class EnglishWords {

  private static final String[] ORDINALS = {
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"
  };

  private static final Map<String, String> CALENDARS =
      Map.ofEntries(
          Map.entry("GREGORIAN", "Gregorian"),
          Map.entry("CHINESE", "Chinese"),
          Map.entry("COPTIC", "Coptic"),
          Map.entry("DANGI", "Korean lunar"),
          Map.entry("ETHIOPIC", "Ethiopian"),
          Map.entry("ETHIOPIC-AMETE-ALEM", "Ethiopian (Amete Alem)"),
          Map.entry("HEBREW", "Hebrew"),
          Map.entry("INDIAN", "Indian national"),
          Map.entry("ISLAMIC", "Islamic"),
          Map.entry("ISLAMIC-CIVIL", "Islamic civil"),
          Map.entry("ISLAMIC-RGSA", "Islamic (Saudi Arabia)"),
          Map.entry("ISLAMIC-TBLA", "Islamic tabular"),
          Map.entry("ISLAMIC-UMALQURA", "Umm al-Qura"),
          Map.entry("PERSIAN", "Persian"));

  private final RuleReading reading;
  private final RecurrenceRule rule;

  EnglishWords(RuleReading reading) {
    this.reading = reading;
    rule = reading.rule;
  }

  String text() {
    StringBuilder text = new StringBuilder(80).append(period());
    String times = times();
    if (!times.isEmpty()) {
      text.append(' ').append(times);
    }
    String limits = limits();
    if (!limits.isEmpty()) {
      text.append(", only ").append(limits);
    }
    boolean picks = rule.setPositions().length > 0 && !reading.picksAmongWeekdays();
    if (picks) {
      text.append(", of these only the ").append(positions()).append(" of each ").append(unit());
    }
    boolean interrupted = !limits.isEmpty() || picks;
    rule.until()
        .ifPresent(until -> text.append(interrupted ? ", until " : " until ").append(end(until)));
    rule.count().ifPresent(count -> text.append(count == 1 ? ", once" : ", " + count + " times"));
    if (reading.weekStartMatters() && rule.weekStart() != DayOfWeek.MONDAY) {
      text.append(", with weeks that start on ").append(name(rule.weekStart()));
    }
    rule.calendarScale().ifPresent(scale -> text.append(", ").append(calendar(scale)));
    switch (rule.skip()) {
      case OMIT -> {}
      case BACKWARD -> text.append(", a missing date moving back to the one before it");
      case FORWARD -> text.append(", a missing date moving on to the one after it");
    }
    return text.toString();
  }

  private String unit() {
    return switch (rule.frequency()) {
      case SECONDLY -> "second";
      case MINUTELY -> "minute";
      case HOURLY -> "hour";
      case DAILY -> "day";
      case WEEKLY -> "week";
      case MONTHLY -> "month";
      case YEARLY -> "year";
    };
  }

  /** How often, and on which days of the period. */
  private String period() {
    int interval = rule.interval();
    if (rule.frequency().isSubDaily()) {
      return interval == 1 ? "every " + unit() : "every " + interval + " " + unit() + "s";
    }
    if (rule.frequency() == Frequency.WEEKLY && reading.days == Days.WEEKDAYS) {
      if (interval == 1 && !reading.isWholeWeek()) {
        return "every " + (reading.isWorkdays() ? "weekday" : join(names()));
      }
      // "Every third Friday" would be taken for the third of the month.
      if (interval == 2 && rule.byDay().size() == 1) {
        return "every second " + join(names());
      }
    }
    String every = interval == 1 ? "every " + unit() : "every " + ordinal(interval) + " " + unit();
    String days = days();
    return days.isEmpty() ? every : every + " " + days;
  }

  private String days() {
    List<CalendarMonth> months = reading.monthsOfDays();
    return switch (reading.days) {
      case OF_START -> "";
      case YEAR_DAYS -> "on " + countedDays(rule.yearDays(), " day", " of the year");
      case MONTH_DAYS -> "on " + monthDays(months);
      case WEEK_NUMBERS -> {
        String weeks = weeks(rule.weekNumbers());
        yield rule.byDay().isEmpty() ? "in " + weeks : "on " + weekdaysOfWeek() + " of " + weeks;
      }
      case WEEKDAYS -> {
        if (rule.frequency() == Frequency.WEEKLY) {
          yield "on " + weekdaysOfWeek();
        }
        if (reading.picksAmongWeekdays()) {
          yield "on the " + pick() + (months.isEmpty() ? "" : " of " + months(months));
        }
        yield "on " + weekdaysOfPeriod() + scopeOfWeekdays(months);
      }
      case MONTHS -> "in " + months(months);
    };
  }

  private String scopeOfWeekdays(List<CalendarMonth> months) {
    boolean plain = reading.hasPlainWeekdaysOnly();
    if (!months.isEmpty()) {
      return (plain ? " in " : " of ") + months(months);
    }
    return plain || rule.frequency() == Frequency.MONTHLY ? "" : " of the year";
  }

  /** Without months: of every month, which a month's own period need not say. */
  private String monthDays(List<CalendarMonth> months) {
    int[] days = rule.monthDays();
    if (months.isEmpty()) {
      boolean ofYear = rule.frequency() == Frequency.YEARLY;
      return countedDays(days, "", ofYear ? " of every month" : "");
    }
    boolean isOneDate = months.size() == 1 && days.length == 1 && days[0] > 0;
    return isOneDate && rule.isGregorian()
        ? days[0] + " " + months(months)
        : countedDays(days, "", " of " + months(months));
  }

  /** "the 1st, 8th to 14th and last day"; {@code noun} ends it if none is counted from the end. */
  private static String countedDays(int[] days, String noun, String scope) {
    List<String> items = new ArrayList<>();
    for (int[] run : RuleReading.runs(RuleReading.positive(days))) {
      items.add(numeral(run[0]) + (run[0] == run[1] ? "" : " to " + numeral(run[1])));
    }
    int[] fromEnd = RuleReading.negative(days);
    for (int day : fromEnd) {
      items.add(ordinal(day));
    }
    return "the " + join(items) + (fromEnd.length > 0 ? " day" : noun) + scope;
  }

  /** Weekdays of a week: "Monday and Friday", "weekdays", "all seven days". */
  private String weekdaysOfWeek() {
    if (reading.isWholeWeek()) {
      return "all seven days";
    }
    return reading.isWorkdays() ? "weekdays" : join(names());
  }

  /** Weekdays of a month or year: "every Monday and the last Friday". */
  private String weekdaysOfPeriod() {
    if (reading.isWholeWeek()) {
      return "every day of the week";
    }
    if (reading.isWorkdays()) {
      return "every weekday";
    }
    List<OrdinalWeekday> days = RuleReading.spoken(rule.byDay());
    DayOfWeek only = days.get(0).day();
    if (days.stream().allMatch(day -> day.day() == only && day.ordinal() != 0)) {
      List<String> ordinals = days.stream().map(day -> ordinal(day.ordinal())).toList();
      return "the " + join(ordinals) + " " + name(only);
    }
    return join(
        days.stream()
            .map(
                day ->
                    (day.ordinal() == 0 ? "every " : "the " + ordinal(day.ordinal()) + " ")
                        + name(day.day()))
            .toList());
  }

  /** "last weekday", "first Saturday or Sunday". */
  private String pick() {
    return positions() + " " + (reading.isWorkdays() ? "weekday" : join(names(), " or "));
  }

  private String positions() {
    return join(
        Arrays.stream(RuleReading.spoken(rule.setPositions()))
            .mapToObj(EnglishWords::ordinal)
            .toList());
  }

  private String times() {
    List<String> times = reading.times();
    return times.isEmpty() ? clock(false) : "at " + join(times);
  }

  /** "at second 0 of minutes 0 and 30 in hours 9 to 17"; empty if there is nothing to say. */
  private String clock(boolean limiting) {
    int[] seconds = reading.seconds(limiting);
    int[] minutes = reading.minutes(limiting);
    int[] hours = reading.hours(limiting);
    List<String> phrases = new ArrayList<>(3);
    if (seconds.length > 0) {
      phrases.add("at " + numbered("second", seconds));
    }
    if (minutes.length > 0) {
      phrases.add((seconds.length > 0 ? "of " : "at ") + numbered("minute", minutes));
    }
    if (hours.length > 0) {
      phrases.add("in " + numbered("hour", hours));
    }
    return String.join(" ", phrases);
  }

  private static String numbered(String noun, int[] values) {
    List<String> items = new ArrayList<>();
    for (int[] run : RuleReading.runs(values)) {
      items.add(run[0] == run[1] ? "" + run[0] : run[0] + " to " + run[1]);
    }
    return noun + (values.length == 1 ? " " : "s ") + join(items);
  }

  /** What only keeps some of the dates, from the smallest to the largest. */
  private String limits() {
    List<String> phrases = new ArrayList<>();
    String clock = clock(true);
    if (!clock.isEmpty()) {
      phrases.add(clock);
    }
    if (!reading.limitingWeekdays().isEmpty()) {
      phrases.add("on " + limitingWeekdays());
    }
    List<CalendarMonth> months = reading.limitingMonths();
    int[] monthDays = reading.limitingMonthDays();
    if (monthDays.length > 0) {
      String scope = months.isEmpty() ? "the month" : months(months);
      phrases.add("on " + countedDays(monthDays, "", " of " + scope));
    }
    if (reading.limitingYearDays().length > 0) {
      phrases.add("on " + countedDays(reading.limitingYearDays(), " day", " of the year"));
    }
    if (reading.limitingWeekNumbers().length > 0) {
      phrases.add("in " + weeks(reading.limitingWeekNumbers()));
    }
    if (!months.isEmpty() && monthDays.length == 0) {
      phrases.add("in " + months(months));
    }
    return String.join(" ", phrases);
  }

  private String limitingWeekdays() {
    if (reading.isWholeWeek()) {
      return "all days of the week";
    }
    if (reading.isWorkdays()) {
      return "weekdays";
    }
    return reading.hasPlainWeekdaysOnly()
        ? join(names().stream().map(name -> name + "s").toList())
        : weekdaysOfPeriod()
            + (reading.countsWeekdaysInMonths() ? " of the month" : " of the year");
  }

  /** "week 20 and the last week of the year", "weeks 1 and 20". */
  private static String weeks(int[] numbers) {
    List<String> items = new ArrayList<>();
    int[] counted = RuleReading.positive(numbers);
    if (counted.length > 0) {
      items.add(numbered("week", counted));
    }
    int[] fromEnd = RuleReading.negative(numbers);
    if (fromEnd.length > 0) {
      List<String> ordinals = Arrays.stream(fromEnd).mapToObj(EnglishWords::ordinal).toList();
      items.add(
          "the " + join(ordinals) + (fromEnd.length == 1 ? " week" : " weeks") + " of the year");
    }
    return join(items);
  }

  private String months(List<CalendarMonth> months) {
    return join(months.stream().map(this::month).toList());
  }

  private String month(CalendarMonth month) {
    if (rule.isGregorian()) {
      return name(Month.of(month.number()));
    }
    return (month.leap() ? "leap month " : "month ") + month.number();
  }

  private static String end(RecurrenceTime until) {
    if (until instanceof RecurrenceTime.OnDate on) {
      return date(on.date());
    }
    if (until instanceof RecurrenceTime.AtInstant at) {
      return dateAndTime(at.utc()) + " UTC";
    }
    return dateAndTime(((RecurrenceTime.AtLocalTime) until).time());
  }

  private static String date(LocalDate date) {
    return date.getDayOfMonth() + " " + name(date.getMonth()) + " " + date.getYear();
  }

  private static String dateAndTime(LocalDateTime time) {
    String text =
        date(time.toLocalDate())
            + " at "
            + twoDigits(time.getHour())
            + ":"
            + twoDigits(time.getMinute());
    return time.getSecond() == 0 ? text : text + ":" + twoDigits(time.getSecond());
  }

  private static String calendar(String scale) {
    return "in the " + CALENDARS.getOrDefault(scale, scale) + " calendar";
  }

  private List<String> names() {
    return rule.byDay().stream().map(day -> name(day.day())).collect(Collectors.toList());
  }

  private static String name(DayOfWeek day) {
    return day.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }

  private static String name(Month month) {
    return month.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }

  /** "second", "11th", "last", "second-to-last", "11th-to-last". */
  private static String ordinal(int value) {
    if (value == -1) {
      return "last";
    }
    if (value < 0) {
      return ordinal(-value) + "-to-last";
    }
    return value <= ORDINALS.length ? ORDINALS[value - 1] : numeral(value);
  }

  /** "1st", "2nd", "13th". */
  private static String numeral(int value) {
    int tens = value % 100;
    String ending =
        tens >= 11 && tens <= 13
            ? "th"
            : switch (value % 10) {
              case 1 -> "st";
              case 2 -> "nd";
              case 3 -> "rd";
              default -> "th";
            };
    return value + ending;
  }

  private static String join(List<String> items) {
    return join(items, " and ");
  }

  private static String join(List<String> items, String last) {
    int size = items.size();
    return size == 1
        ? items.get(0)
        : String.join(", ", items.subList(0, size - 1)) + last + items.get(size - 1);
  }
}
