package dev.scheduling.recurrence;

import com.ibm.icu.util.Calendar;
import com.ibm.icu.util.TimeZone;
import com.ibm.icu.util.ULocale;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A calendar of ICU4J. The only class that names ICU4J's types: it is loaded when a rule asks for
 * such a calendar. Thread-safe.
 */
final class IcuCalendar extends RuleCalendar {

  /*
   * ICU's calendars are mutable and, where the moon is computed, slow. A year is therefore asked for
   * once, as the first days of its months, and kept. There are no more years than a start or an
   * occurrence may lie in, some 10,300 in the shortest calendar.
   */

  private static final long MILLIS_PER_DAY = 86_400_000L;

  /** Years on both sides that the average lengths are taken from. */
  private static final int SAMPLE = 19;

  /** The first days of a year's months and of the next year. */
  private record Year(List<Integer> starts, List<CalendarMonth> months) {}

  private final Calendar calendar;
  private final Map<Integer, Year> years = new ConcurrentHashMap<>();

  /**
   * Months from the anchor's start to the start of the years that follow it, and to those before.
   */
  private final List<Integer> monthsAfter = new ArrayList<>(List.of(0));

  private final List<Integer> monthsAhead = new ArrayList<>(List.of(0));
  private final int anchor;
  private final double daysPerYear;
  private final double monthsPerYear;

  IcuCalendar(String scale) {
    calendar =
        Calendar.getInstance(
            TimeZone.GMT_ZONE, new ULocale("en@calendar=" + scale.toLowerCase(Locale.ROOT)));
    calendar.setTimeInMillis(0);
    anchor = calendar.get(Calendar.EXTENDED_YEAR);
    int later = anchor + SAMPLE;
    daysPerYear = (startOfYear(later) - startOfYear(anchor)) / (double) SAMPLE;
    monthsPerYear = monthsBefore(later) / (double) SAMPLE;
  }

  private Year year(int year) {
    Year known = years.get(year);
    if (known == null) {
      known = compute(year);
      years.put(year, known);
    }
    return known;
  }

  private synchronized Year compute(int year) {
    calendar.clear();
    calendar.set(Calendar.EXTENDED_YEAR, year);
    calendar.set(Calendar.ORDINAL_MONTH, 0);
    calendar.set(Calendar.DAY_OF_MONTH, 1);
    List<CalendarMonth> months = new ArrayList<>();
    List<Integer> starts = new ArrayList<>();
    int day = (int) Math.floorDiv(calendar.getTimeInMillis(), MILLIS_PER_DAY);
    while (calendar.get(Calendar.EXTENDED_YEAR) == year) {
      // M05L: the leap month after the fifth.
      String code = calendar.getTemporalMonthCode();
      months.add(new CalendarMonth(Integer.parseInt(code.substring(1, 3)), code.endsWith("L")));
      starts.add(day);
      day += calendar.getActualMaximum(Calendar.DAY_OF_MONTH);
      calendar.setTimeInMillis(day * MILLIS_PER_DAY);
    }
    starts.add(day);
    return new Year(List.copyOf(starts), List.copyOf(months));
  }

  @Override
  int yearOf(int day) {
    int guess = anchor + (int) Math.floor((day - startOfYear(anchor)) / daysPerYear);
    while (startOfYear(guess) > day) {
      guess--;
    }
    while (startOfYear(guess + 1) <= day) {
      guess++;
    }
    return guess;
  }

  @Override
  int startOfYear(int year) {
    return year(year).starts().get(0);
  }

  @Override
  int monthsIn(int year) {
    return year(year).months().size();
  }

  @Override
  int startOfMonth(int year, int month) {
    List<Integer> starts = year(year).starts();
    if (month < 0) {
      return startOfMonth(year - 1, monthsIn(year - 1) + month);
    }
    return month < starts.size()
        ? starts.get(month)
        : startOfMonth(year + 1, month - starts.size() + 1);
  }

  @Override
  int positionOf(int year, CalendarMonth month) {
    List<CalendarMonth> months = year(year).months();
    int position = months.indexOf(month);
    if (position >= 0) {
      return position;
    }
    int before = 0;
    while (before < months.size() && months.get(before).compareTo(month) < 0) {
      before++;
    }
    return ~before;
  }

  @Override
  CalendarMonth monthAt(int year, int month) {
    return year(year).months().get(month);
  }

  @Override
  synchronized int monthsBefore(int year) {
    while (monthsAfter.size() <= year - anchor) {
      int last = monthsAfter.size() - 1;
      monthsAfter.add(monthsAfter.get(last) + monthsIn(anchor + last));
    }
    while (monthsAhead.size() <= anchor - year) {
      int last = monthsAhead.size() - 1;
      monthsAhead.add(monthsAhead.get(last) - monthsIn(anchor - last - 1));
    }
    return year >= anchor ? monthsAfter.get(year - anchor) : monthsAhead.get(anchor - year);
  }

  @Override
  int yearOfMonth(int index) {
    int guess = anchor + (int) Math.floor(index / monthsPerYear);
    while (monthsBefore(guess) > index) {
      guess--;
    }
    while (monthsBefore(guess + 1) <= index) {
      guess++;
    }
    return guess;
  }

  /** A year may take a millisecond where the moon is computed, so an answer is given up early. */
  @Override
  int stepsPerAnswer() {
    return 2_000;
  }
}
