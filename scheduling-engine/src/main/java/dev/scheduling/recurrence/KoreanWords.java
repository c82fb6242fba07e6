package dev.scheduling.recurrence;

import static dev.scheduling.recurrence.RuleReading.twoDigits;

import dev.scheduling.recurrence.RuleReading.Days;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A rule in Korean, as a noun phrase from the largest unit to the smallest. For one thread. */
final class KoreanWords {

  private static final String[] WEEKDAYS = {"월", "화", "수", "목", "금", "토", "일"};
  private static final String[] ORDINALS = {
    "첫째", "둘째", "셋째", "넷째", "다섯째", "여섯째", "일곱째", "여덟째", "아홉째", "열째"
  };

  private static final Map<String, String> CALENDARS =
      Map.ofEntries(
          Map.entry("GREGORIAN", "그레고리력"),
          Map.entry("CHINESE", "중국 음력"),
          Map.entry("COPTIC", "콥트력"),
          Map.entry("DANGI", "한국 음력"),
          Map.entry("ETHIOPIC", "에티오피아력"),
          Map.entry("ETHIOPIC-AMETE-ALEM", "에티오피아력(아메테 알렘)"),
          Map.entry("HEBREW", "히브리력"),
          Map.entry("INDIAN", "인도 국정력"),
          Map.entry("ISLAMIC", "이슬람력"),
          Map.entry("ISLAMIC-CIVIL", "이슬람 상용력"),
          Map.entry("ISLAMIC-RGSA", "이슬람력(사우디아라비아)"),
          Map.entry("ISLAMIC-TBLA", "이슬람 산술력"),
          Map.entry("ISLAMIC-UMALQURA", "움알쿠라력"),
          Map.entry("PERSIAN", "페르시아력"));

  private final RuleReading reading;
  private final RecurrenceRule rule;

  KoreanWords(RuleReading reading) {
    this.reading = reading;
    rule = reading.rule;
  }

  String text() {
    StringBuilder text = new StringBuilder(80);
    rule.until().ifPresent(until -> text.append(end(until)).append("까지 "));
    text.append(period());
    String times = times();
    if (!times.isEmpty()) {
      text.append(' ').append(times);
    }
    String limits = limits();
    if (!limits.isEmpty()) {
      text.append(", ").append(limits).append("에만");
    }
    if (rule.setPositions().length > 0 && !reading.picksAmongWeekdays()) {
      text.append(", 그중 ").append(unit()).append("마다 ").append(positions()).append(" 것만");
    }
    rule.count().ifPresent(count -> text.append(", 총 ").append(count).append("회"));
    if (reading.weekStartMatters() && rule.weekStart() != DayOfWeek.MONDAY) {
      text.append(", 한 주의 시작은 ").append(weekday(rule.weekStart()));
    }
    rule.calendarScale()
        .ifPresent(
            scale -> text.append(", ").append(CALENDARS.getOrDefault(scale, scale)).append(" 기준"));
    switch (rule.skip()) {
      case OMIT -> {}
      case BACKWARD -> text.append(", 없는 날짜는 바로 앞 날짜로");
      case FORWARD -> text.append(", 없는 날짜는 바로 뒤 날짜로");
    }
    return text.toString();
  }

  /** The unit of "그중 …마다", for each of the rule's periods. */
  private String unit() {
    return switch (rule.frequency()) {
      case SECONDLY -> "초";
      case MINUTELY -> "분";
      case HOURLY -> "시간";
      case DAILY -> "날";
      case WEEKLY -> "주";
      case MONTHLY -> "달";
      case YEARLY -> "해";
    };
  }

  /** How often, and on which days of the period. */
  private String period() {
    boolean isEveryWeek = rule.frequency() == Frequency.WEEKLY && rule.interval() == 1;
    if (isEveryWeek && reading.days == Days.WEEKDAYS && reading.isWorkdays()) {
      return "평일마다";
    }
    String days = days();
    return days.isEmpty() ? every() : every() + " " + days;
  }

  private String every() {
    int interval = rule.interval();
    return switch (rule.frequency()) {
      case SECONDLY -> interval == 1 ? "매초" : interval + "초마다";
      case MINUTELY -> interval == 1 ? "매분" : interval + "분마다";
      case HOURLY -> interval == 1 ? "매시간" : interval + "시간마다";
      case DAILY -> every("매일", "격일", "일마다");
      case WEEKLY -> every("매주", "격주", "주마다");
      case MONTHLY -> every("매월", "격월", "개월마다");
      case YEARLY -> every("매년", "격년", "년마다");
    };
  }

  private String every(String first, String second, String further) {
    return switch (rule.interval()) {
      case 1 -> first;
      case 2 -> second;
      default -> rule.interval() + further;
    };
  }

  private String days() {
    List<CalendarMonth> months = reading.monthsOfDays();
    return switch (reading.days) {
      case OF_START -> "";
      case YEAR_DAYS -> yearDays(rule.yearDays());
      case MONTH_DAYS -> {
        boolean ofEveryMonth = rule.frequency() == Frequency.YEARLY && months.isEmpty();
        yield (ofEveryMonth ? "모든 달의 " : inMonths(months)) + monthDays(rule.monthDays());
      }
      case WEEK_NUMBERS -> {
        String weeks = weeks(rule.weekNumbers());
        String of = rule.weekNumbers().length == 1 ? " " : "의 ";
        yield rule.byDay().isEmpty() ? weeks : weeks + of + weekdaysOfWeek();
      }
      case WEEKDAYS -> {
        if (rule.frequency() == Frequency.WEEKLY) {
          yield weekdaysOfWeek();
        }
        if (reading.picksAmongWeekdays()) {
          yield inMonths(months) + pick();
        }
        yield (months.isEmpty() ? ofYear() : inMonths(months)) + weekdaysOfPeriod();
      }
      case MONTHS -> months(months);
    };
  }

  /** Says that ordinals count within the year, where they do. */
  private String ofYear() {
    return reading.hasPlainWeekdaysOnly() || reading.countsWeekdaysInMonths() ? "" : "연중 ";
  }

  private String inMonths(List<CalendarMonth> months) {
    return switch (months.size()) {
      case 0 -> "";
      case 1 -> months(months) + " ";
      default -> months(months) + "의 ";
    };
  }

  /** "1·8~14일과 말일". */
  private static String monthDays(int[] days) {
    List<String> items = new ArrayList<>();
    int[] counted = RuleReading.positive(days);
    if (counted.length > 0) {
      items.add(numbers(counted) + "일");
    }
    for (int day : RuleReading.negative(days)) {
      items.add(day == -1 ? "말일" : ordinal(day) + " 날");
    }
    return join(items);
  }

  /** "연중 1·100번째 날과 마지막 날". */
  private static String yearDays(int[] days) {
    List<String> items = new ArrayList<>();
    int[] counted = RuleReading.positive(days);
    if (counted.length > 0) {
      boolean isFirst = counted.length == 1 && counted[0] == 1;
      items.add(isFirst ? "첫날" : numbers(counted) + "번째 날");
    }
    for (int day : RuleReading.negative(days)) {
      items.add(ordinal(day) + " 날");
    }
    return "연중 " + join(items);
  }

  /** "1·20주차와 마지막 주". */
  private static String weeks(int[] weekNumbers) {
    List<String> items = new ArrayList<>();
    int[] counted = RuleReading.positive(weekNumbers);
    if (counted.length > 0) {
      items.add(numbers(counted) + "주차");
    }
    for (int week : RuleReading.negative(weekNumbers)) {
      items.add(ordinal(week) + " 주");
    }
    return join(items);
  }

  /** Weekdays of a week: "월·금요일", "평일", "모든 요일". */
  private String weekdaysOfWeek() {
    if (reading.isWholeWeek()) {
      return "모든 요일";
    }
    return reading.isWorkdays() ? "평일" : weekdays(rule.byDay());
  }

  /** Weekdays of a month or year: "모든 월요일과 마지막 금요일". */
  private String weekdaysOfPeriod() {
    if (reading.hasPlainWeekdaysOnly()) {
      return reading.isWholeWeek() ? "모든 요일" : "모든 " + weekdaysOfWeek();
    }
    List<OrdinalWeekday> days = RuleReading.spoken(rule.byDay());
    DayOfWeek only = days.get(0).day();
    if (days.stream().allMatch(day -> day.day() == only && day.ordinal() != 0)) {
      return days.stream().map(day -> ordinal(day.ordinal())).collect(Collectors.joining("·"))
          + " "
          + weekday(only);
    }
    List<OrdinalWeekday> plain = days.stream().filter(day -> day.ordinal() == 0).toList();
    List<String> items = new ArrayList<>();
    if (!plain.isEmpty()) {
      items.add("모든 " + weekdays(plain));
    }
    days.stream()
        .filter(day -> day.ordinal() != 0)
        .forEach(day -> items.add(ordinal(day.ordinal()) + " " + weekday(day.day())));
    return join(items);
  }

  /** "마지막 평일", "토·일요일 중 마지막 날". */
  private String pick() {
    return reading.isWorkdays()
        ? positions() + " 평일"
        : weekdays(rule.byDay()) + " 중 " + positions() + " 날";
  }

  private String positions() {
    return Arrays.stream(RuleReading.spoken(rule.setPositions()))
        .mapToObj(KoreanWords::ordinal)
        .collect(Collectors.joining("·"));
  }

  private String times() {
    List<String> times = reading.times();
    return times.isEmpty() ? clock(false) : String.join("·", times);
  }

  /** "9~17시대 0·30분 0초"; empty if there is nothing to say. An hour alone spans its minutes. */
  private String clock(boolean limiting) {
    List<String> phrases = new ArrayList<>(3);
    addNumbers(phrases, reading.hours(limiting), "시대");
    addNumbers(phrases, reading.minutes(limiting), "분");
    addNumbers(phrases, reading.seconds(limiting), "초");
    return String.join(" ", phrases);
  }

  private static void addNumbers(List<String> phrases, int[] values, String unit) {
    if (values.length > 0) {
      phrases.add(numbers(values) + unit);
    }
  }

  /** What only keeps some of the dates, from the largest to the smallest: "1월 13일 금요일". */
  private String limits() {
    List<String> phrases = new ArrayList<>();
    if (!reading.limitingMonths().isEmpty()) {
      phrases.add(months(reading.limitingMonths()));
    }
    if (reading.limitingWeekNumbers().length > 0) {
      phrases.add(weeks(reading.limitingWeekNumbers()));
    }
    if (reading.limitingYearDays().length > 0) {
      phrases.add(yearDays(reading.limitingYearDays()));
    }
    if (reading.limitingMonthDays().length > 0) {
      boolean inMonths = !reading.limitingMonths().isEmpty();
      phrases.add((inMonths ? "" : "매월 ") + monthDays(reading.limitingMonthDays()));
    }
    if (!reading.limitingWeekdays().isEmpty()) {
      phrases.add(
          reading.hasPlainWeekdaysOnly() ? weekdaysOfWeek() : ofYear() + weekdaysOfPeriod());
    }
    String clock = clock(true);
    if (!clock.isEmpty()) {
      phrases.add(clock);
    }
    return String.join(" ", phrases);
  }

  /** "3월", "3·6월", and with leap months "5월과 윤5월". */
  private static String months(List<CalendarMonth> months) {
    List<String> items = new ArrayList<>();
    int[] plain =
        months.stream().filter(month -> !month.leap()).mapToInt(CalendarMonth::number).toArray();
    if (plain.length > 0) {
      items.add(
          Arrays.stream(plain).mapToObj(String::valueOf).collect(Collectors.joining("·")) + "월");
    }
    months.stream()
        .filter(CalendarMonth::leap)
        .forEach(month -> items.add("윤" + month.number() + "월"));
    return join(items);
  }

  private static String end(RecurrenceTime until) {
    if (until instanceof RecurrenceTime.OnDate on) {
      return date(on.date());
    }
    if (until instanceof RecurrenceTime.AtInstant at) {
      return dateAndTime(at.utc()) + "(UTC)";
    }
    return dateAndTime(((RecurrenceTime.AtLocalTime) until).time());
  }

  private static String date(LocalDate date) {
    return date.getYear() + "년 " + date.getMonthValue() + "월 " + date.getDayOfMonth() + "일";
  }

  private static String dateAndTime(LocalDateTime time) {
    String text =
        date(time.toLocalDate())
            + " "
            + twoDigits(time.getHour())
            + ":"
            + twoDigits(time.getMinute());
    return time.getSecond() == 0 ? text : text + ":" + twoDigits(time.getSecond());
  }

  private static String weekdays(List<OrdinalWeekday> days) {
    return days.stream()
            .map(day -> WEEKDAYS[day.day().getValue() - 1])
            .collect(Collectors.joining("·"))
        + "요일";
  }

  private static String weekday(DayOfWeek day) {
    return WEEKDAYS[day.getValue() - 1] + "요일";
  }

  /** "둘째", "11번째", "마지막", "끝에서 둘째". */
  private static String ordinal(int value) {
    if (value == -1) {
      return "마지막";
    }
    if (value < 0) {
      return "끝에서 " + ordinal(-value);
    }
    return value <= ORDINALS.length ? ORDINALS[value - 1] : value + "번째";
  }

  /** "1·8~14". */
  private static String numbers(int[] ascending) {
    return RuleReading.runs(ascending).stream()
        .map(run -> run[0] == run[1] ? "" + run[0] : run[0] + "~" + run[1])
        .collect(Collectors.joining("·"));
  }

  /** "A", "A와 B", "A, B와 C"; 과 after a closed syllable, 와 after an open one. */
  private static String join(List<String> items) {
    int size = items.size();
    if (size == 1) {
      return items.get(0);
    }
    String before = String.join(", ", items.subList(0, size - 1));
    char last = before.charAt(before.length() - 1);
    boolean closed = last >= '가' && last <= '힣' && (last - '가') % 28 != 0;
    return before + (closed ? "과 " : "와 ") + items.get(size - 1);
  }
}
