package dev.scheduling.recurrence;

import dev.scheduling.recurrence.RecurrenceOptions.GapPolicy;
import dev.scheduling.recurrence.RecurrenceOptions.OffPatternStart;
import dev.scheduling.recurrence.RecurrenceOptions.WeekOwner;
import dev.scheduling.recurrence.RecurrenceOptions.YearlyByMonthDay;
import dev.scheduling.recurrence.RecurrenceOptions.YearlyByWeekNumber;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.time.temporal.WeekFields;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The oracle: reads RFC 5545 3.3.10 and RFC 7529 literally, with java.time objects, one period and
 * one day after the other, and shares no code with the expanders. Gregorian rules only.
 */
final class LiteralExpander {

  private final RecurrenceRule rule;
  private final LocalDateTime start;
  private final boolean allDay;
  private final RecurrenceOptions options;
  private final WeekFields weeks;

  LiteralExpander(
      RecurrenceRule rule, LocalDateTime start, boolean allDay, RecurrenceOptions options) {
    this.rule = rule;
    this.start = start;
    this.allDay = allDay;
    this.options = options;
    weeks = WeekFields.of(rule.weekStart(), 4);
  }

  /**
   * The nominal times up to {@code horizon}, exclusive, before COUNT and UNTIL; at most {@code
   * periods} periods.
   */
  List<LocalDateTime> nominal(LocalDateTime horizon, int periods) {
    TreeSet<LocalDateTime> times = new TreeSet<>();
    for (long n = 0; n < periods; n++) {
      if (!addPeriod(n * rule.interval(), horizon.plusYears(1), times)) {
        break;
      }
    }
    return times.stream().filter(time -> !time.isBefore(start) && time.isBefore(horizon)).toList();
  }

  /** False once the period begins after the horizon. */
  private boolean addPeriod(long ahead, LocalDateTime horizon, TreeSet<LocalDateTime> times) {
    LocalDate first = start.toLocalDate();
    LocalDateTime unit = null;
    LocalDate from;
    LocalDate to;
    switch (rule.frequency()) {
      case YEARLY -> {
        if (inWeekYears()) {
          int year = first.get(weeks.weekBasedYear()) + (int) ahead;
          from = weekYear(year);
          to = weekYear(year + 1);
        } else {
          from = first.withDayOfYear(1).plusYears(ahead);
          to = from.plusYears(1);
        }
      }
      case MONTHLY -> {
        from = first.withDayOfMonth(1).plusMonths(ahead);
        to = from.plusMonths(1);
      }
      case WEEKLY -> {
        from = first.with(TemporalAdjusters.previousOrSame(rule.weekStart())).plusWeeks(ahead);
        to = from.plusWeeks(1);
      }
      case DAILY -> {
        from = first.plusDays(ahead);
        to = from.plusDays(1);
      }
      default -> {
        ChronoUnit step =
            switch (rule.frequency()) {
              case HOURLY -> ChronoUnit.HOURS;
              case MINUTELY -> ChronoUnit.MINUTES;
              default -> ChronoUnit.SECONDS;
            };
        unit = start.truncatedTo(step).plus(ahead, step);
        from = unit.toLocalDate();
        to = from.plusDays(1);
      }
    }
    if (!from.atStartOfDay().isBefore(horizon)) {
      return false;
    }
    List<LocalDateTime> set = new ArrayList<>();
    for (LocalDate day : daysOf(from, to)) {
      for (LocalTime time : timesOf(unit)) {
        set.add(day.atTime(time));
      }
    }
    times.addAll(atPositions(set));
    return true;
  }

  private boolean inWeekYears() {
    return !rule.byWeekNumber().isEmpty() && options.weekOwner() == WeekOwner.WEEK_YEAR;
  }

  private LocalDate weekYear(int year) {
    // 4 January always lies in week 1.
    return LocalDate.of(year, 1, 4).with(TemporalAdjusters.previousOrSame(rule.weekStart()));
  }

  private List<LocalDateTime> atPositions(List<LocalDateTime> set) {
    if (rule.bySetPosition().isEmpty()) {
      return set;
    }
    List<LocalDateTime> chosen = new ArrayList<>();
    for (int position : rule.bySetPosition()) {
      int index = position > 0 ? position - 1 : set.size() + position;
      if (index >= 0 && index < set.size()) {
        chosen.add(set.get(index));
      }
    }
    return chosen;
  }

  private List<LocalDate> daysOf(LocalDate from, LocalDate to) {
    boolean skips =
        rule.skip() != Skip.OMIT
            && (rule.frequency() == Frequency.YEARLY || rule.frequency() == Frequency.MONTHLY)
            && rule.byWeekNumber().isEmpty();
    if (skips && !monthDays().isEmpty() && rule.byYearDay().isEmpty()) {
      return skippedMonthDays(from, to);
    }
    if (skips && !rule.byYearDay().isEmpty()) {
      return skippedYearDays(from, to);
    }
    List<LocalDate> days = new ArrayList<>();
    for (LocalDate day = from; day.isBefore(to); day = day.plusDays(1)) {
      if (matches(day)) {
        days.add(day);
      }
    }
    return days;
  }

  private List<LocalDate> skippedMonthDays(LocalDate from, LocalDate to) {
    TreeSet<LocalDate> days = new TreeSet<>();
    for (LocalDate month = from; month.isBefore(to); month = month.plusMonths(1)) {
      if (!months().isEmpty() && !months().contains(month.getMonthValue())) {
        continue;
      }
      for (int number : monthDays()) {
        addSkipped(month, month.lengthOfMonth(), number, days);
      }
    }
    days.removeIf(day -> !byDay(day));
    return List.copyOf(days);
  }

  private List<LocalDate> skippedYearDays(LocalDate from, LocalDate to) {
    TreeSet<LocalDate> days = new TreeSet<>();
    for (int number : rule.byYearDay()) {
      addSkipped(from, (int) ChronoUnit.DAYS.between(from, to), number, days);
    }
    days.removeIf(day -> !byDay(day) || !byMonth(day) || !byMonthDay(day));
    return List.copyOf(days);
  }

  private void addSkipped(LocalDate first, int length, int number, TreeSet<LocalDate> days) {
    int offset = number > 0 ? number - 1 : length + number;
    boolean forward = rule.skip() == Skip.FORWARD;
    if (offset >= length) {
      offset = forward ? length : length - 1;
    } else if (offset < 0) {
      offset = forward ? 0 : -1;
    }
    days.add(first.plusDays(offset));
  }

  private boolean matches(LocalDate day) {
    return byMonth(day) && byWeekNumber(day) && byYearDay(day) && byMonthDay(day) && byDay(day);
  }

  private boolean nothingNamesDays() {
    return rule.byYearDay().isEmpty() && rule.byMonthDay().isEmpty() && rule.byDay().isEmpty();
  }

  /** BYMONTH, or what the start fills in. */
  private List<Integer> months() {
    if (!rule.byMonth().isEmpty()) {
      return rule.byMonth().stream().map(CalendarMonth::number).toList();
    }
    boolean fills =
        rule.frequency() == Frequency.YEARLY
            && rule.byWeekNumber().isEmpty()
            && rule.byYearDay().isEmpty()
            && (nothingNamesDays()
                || (!rule.byMonthDay().isEmpty()
                    && options.yearlyByMonthDay() == YearlyByMonthDay.START_MONTH));
    return fills ? List.of(start.getMonthValue()) : List.of();
  }

  private List<Integer> monthDays() {
    boolean fills =
        (rule.frequency() == Frequency.MONTHLY && nothingNamesDays())
            || (rule.frequency() == Frequency.YEARLY
                && nothingNamesDays()
                && rule.byWeekNumber().isEmpty());
    return fills ? List.of(start.getDayOfMonth()) : rule.byMonthDay();
  }

  private boolean byMonth(LocalDate day) {
    return months().isEmpty() || months().contains(day.getMonthValue());
  }

  private boolean byWeekNumber(LocalDate day) {
    if (rule.byWeekNumber().isEmpty()) {
      return true;
    }
    int week = day.get(weeks.weekOfWeekBasedYear());
    int last = (int) day.range(weeks.weekOfWeekBasedYear()).getMaximum();
    return rule.byWeekNumber().contains(week) || rule.byWeekNumber().contains(week - last - 1);
  }

  private boolean byYearDay(LocalDate day) {
    return rule.byYearDay().isEmpty()
        || rule.byYearDay().contains(day.getDayOfYear())
        || rule.byYearDay().contains(day.getDayOfYear() - day.lengthOfYear() - 1);
  }

  private boolean byMonthDay(LocalDate day) {
    return monthDays().isEmpty()
        || monthDays().contains(day.getDayOfMonth())
        || monthDays().contains(day.getDayOfMonth() - day.lengthOfMonth() - 1);
  }

  private boolean byDay(LocalDate day) {
    DayOfWeek weekday = day.getDayOfWeek();
    if (rule.byDay().isEmpty()) {
      boolean fills =
          rule.frequency() == Frequency.WEEKLY
              || (!rule.byWeekNumber().isEmpty()
                  && nothingNamesDays()
                  && options.yearlyByWeekNumber() == YearlyByWeekNumber.START_WEEKDAY);
      return !fills || weekday == start.getDayOfWeek();
    }
    boolean inMonth = rule.frequency() == Frequency.MONTHLY || !months().isEmpty();
    int fromStart = inMonth ? day.getDayOfMonth() : day.getDayOfYear();
    int fromEnd = (inMonth ? day.lengthOfMonth() : day.lengthOfYear()) - fromStart;
    int ordinal = (fromStart + 6) / 7;
    int ordinalFromEnd = -(fromEnd / 7 + 1);
    for (OrdinalWeekday entry : rule.byDay()) {
      if (entry.day() == weekday
          && (entry.ordinal() == 0
              || entry.ordinal() == ordinal
              || entry.ordinal() == ordinalFromEnd)) {
        return true;
      }
    }
    return false;
  }

  private List<LocalTime> timesOf(@org.jspecify.annotations.Nullable LocalDateTime unit) {
    if (allDay) {
      return List.of(LocalTime.MIDNIGHT);
    }
    List<Integer> seconds = rule.bySecond().stream().map(s -> Math.min(s, 59)).distinct().toList();
    TreeSet<LocalTime> times = new TreeSet<>();
    for (int hour : values(unit, ChronoUnit.HOURS, rule.byHour(), start.getHour())) {
      for (int minute : values(unit, ChronoUnit.MINUTES, rule.byMinute(), start.getMinute())) {
        for (int second : values(unit, ChronoUnit.SECONDS, seconds, start.getSecond())) {
          times.add(LocalTime.of(hour, minute, second));
        }
      }
    }
    return List.copyOf(times);
  }

  /**
   * The part as an expansion if the period is longer than its unit, else as a limit of the period's
   * value.
   */
  private List<Integer> values(
      @org.jspecify.annotations.Nullable LocalDateTime unit,
      ChronoUnit field,
      List<Integer> part,
      int ofStart) {
    Frequency frequency = rule.frequency();
    boolean expands =
        switch (field) {
          case HOURS -> frequency.compareTo(Frequency.DAILY) >= 0;
          case MINUTES -> frequency.compareTo(Frequency.HOURLY) >= 0;
          default -> frequency.compareTo(Frequency.MINUTELY) >= 0;
        };
    if (expands || unit == null) {
      return part.isEmpty() ? List.of(ofStart) : part;
    }
    int value =
        switch (field) {
          case HOURS -> unit.getHour();
          case MINUTES -> unit.getMinute();
          default -> unit.getSecond();
        };
    return part.isEmpty() || part.contains(value) ? List.of(value) : List.of();
  }

  /**
   * The occurrences before {@code horizon}, with COUNT and UNTIL, resolved in a zone; null for
   * floating.
   */
  List<ZonedDateTime> occurrences(ZoneId zone, LocalDateTime horizon, int periods) {
    List<LocalDateTime> nominal = new ArrayList<>(nominal(horizon, periods));
    if (options.gaps() == GapPolicy.SKIP && !allDay) {
      nominal.removeIf(time -> !time.atZone(zone).toLocalDateTime().equals(time));
    }
    boolean startExists =
        allDay
            || options.gaps() == GapPolicy.SHIFT
            || start.atZone(zone).toLocalDateTime().equals(start);
    if (options.offPatternStart() == OffPatternStart.FIRST_OCCURRENCE
        && startExists
        && !nominal.contains(start)) {
      nominal.add(0, start);
    }
    long count = rule.count().orElse(Long.MAX_VALUE);
    TreeSet<ZonedDateTime> result = new TreeSet<>();
    nominal.stream().limit(count).map(time -> time.atZone(zone)).forEach(result::add);
    return List.copyOf(result);
  }
}
