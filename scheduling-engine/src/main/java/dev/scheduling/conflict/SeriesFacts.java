package dev.scheduling.conflict;

import dev.scheduling.recurrence.RecurrenceRule;
import dev.scheduling.recurrence.RecurrenceSet;
import dev.scheduling.recurrence.RecurrenceTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What can be said of a series alone, worked out once. Immutable and thread-safe.
 *
 * @param firstStart when the first occurrence begins, in seconds since 1970; the greatest long if
 *     there is none
 * @param lastEnd when the last one ends, at most; the greatest long if there is no last one
 * @param longest no occurrence lasts longer, in seconds
 * @param irregularUntil from this second on nothing is listed, excluded, moved or cancelled: there
 *     is only what the rules make
 * @param patterns what the rules make, each without its end
 * @param understood whether the patterns are exactly the rules
 * @param covered whether the patterns are the rules or more, and the week what anything makes
 * @param week when the series may be busy
 * @param tzVersion the version of the tz database that its zone is from
 */
record SeriesFacts(
    long firstStart,
    long lastEnd,
    long longest,
    long irregularUntil,
    List<RulePattern> patterns,
    boolean understood,
    boolean covered,
    WeekMask week,
    String tzVersion) {

  private static final long DAY = 86_400;

  /** More than any two clocks are apart. */
  private static final long SLACK = 2 * DAY;

  static SeriesFacts of(Series series) {
    RecurrenceSet set = series.starts();
    long longest = series.longestOfRules();
    for (int i = 0; i < series.movedCount(); i++) {
      longest = Math.max(longest, series.movedEnd(i) - series.movedStart(i));
    }
    WeekMask week = new WeekMask();
    long irregularUntil = Math.max(Long.MIN_VALUE / 2, series.lastReplaced() + longest);
    long irregularFrom = set.start().toEpochSecond(ZoneOffset.UTC) - SLACK;
    irregularUntil = Math.max(irregularUntil, irregularFrom + 2 * SLACK + longest);
    for (RecurrenceTime time : set.extraTimes()) {
      long length = periodOf(set, time).toSeconds();
      longest = Math.max(longest, length);
      irregularUntil = Math.max(irregularUntil, latest(time) + longest);
    }
    for (RecurrenceTime time : set.exclusions()) {
      irregularUntil = Math.max(irregularUntil, latest(time) + longest);
    }
    for (int i = 0; i < series.movedCount(); i++) {
      irregularUntil = Math.max(irregularUntil, series.movedEnd(i));
    }
    List<RulePattern> patterns = new ArrayList<>();
    boolean understood = set.exclusionRules().isEmpty();
    boolean calm = series.lengthDays() == 0 || series.zone().getRules().isFixedOffset();
    boolean covered = true;
    for (RecurrenceRule rule : set.rules()) {
      RulePattern pattern = RulePatterns.of(set, rule, series.zone());
      if (pattern == null) {
        understood = false;
        covered = false;
      } else {
        patterns.add(pattern);
        // How long a day is about a change of clocks is not reckoned with for grids.
        understood &= calm || pattern instanceof DayPattern;
      }
    }
    if (covered) {
      markWeek(series, patterns, week);
    } else {
      week.markAll();
    }
    return new SeriesFacts(
        firstStart(series),
        lastEnd(series, longest),
        longest,
        irregularUntil,
        List.copyOf(patterns),
        understood,
        covered,
        week,
        ZoneLine.version(series.zone()));
  }

  private static long firstStart(Series series) {
    SeriesCursor cursor = new SeriesCursor(series);
    if (cursor.next()) {
      return cursor.start;
    }
    if (cursor.isOver()) {
      return Long.MAX_VALUE;
    }
    // Not found in a long search, or after the year 9999: it may begin when its set does.
    return series.starts().start().toEpochSecond(ZoneOffset.UTC) - SLACK;
  }

  /** A second after everything that a set lists, if it lists anything. */
  static OptionalLong lastExtraTime(RecurrenceSet set) {
    return set.extraTimes().stream().mapToLong(SeriesFacts::latest).max();
  }

  private static void markWeek(Series series, List<RulePattern> patterns, WeekMask week) {
    RecurrenceSet set = series.starts();
    long usual = series.lengthDays() > 0 ? series.lengthDays() * DAY : series.lengthSeconds();
    for (RulePattern pattern : patterns) {
      pattern.markWeek(week, usual);
    }
    week.mark(set.start().toEpochSecond(ZoneOffset.UTC), usual);
    if (set.extraTimes().isEmpty() && series.movedCount() == 0) {
      return;
    }
    // Few or many, listed ones may be anywhere; without a place in the week they cover it all.
    if (set.extraTimes().size() + series.movedCount() > 1_000) {
      week.markAll();
      return;
    }
    var rules = series.zone().getRules();
    for (RecurrenceTime time : set.extraTimes()) {
      for (LocalDateTime local : locals(set, series, time)) {
        week.mark(
            local.toEpochSecond(ZoneOffset.UTC), Math.max(usual, periodOf(set, time).toSeconds()));
      }
    }
    for (int i = 0; i < series.movedCount(); i++) {
      long start = series.movedStart(i);
      int offset = rules.getOffset(Instant.ofEpochSecond(start)).getTotalSeconds();
      week.mark(start + offset, series.movedEnd(i) - start);
    }
  }

  /** The wall-clock times that an RDATE may mean in a set. */
  private static List<LocalDateTime> locals(RecurrenceSet set, Series series, RecurrenceTime time) {
    if (time instanceof RecurrenceTime.OnDate date) {
      return List.of(date.date().atTime(set.start().toLocalTime()));
    }
    if (time instanceof RecurrenceTime.AtLocalTime local) {
      return set.isAllDay()
          ? List.of(local.time().toLocalDate().atStartOfDay())
          : List.of(local.time());
    }
    Instant instant = ((RecurrenceTime.AtInstant) time).instant();
    LocalDateTime inZone = LocalDateTime.ofInstant(instant, series.zone());
    LocalDateTime inUtc = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    return set.isAllDay() ? List.of(inUtc.toLocalDate().atStartOfDay()) : List.of(inZone, inUtc);
  }

  private static Duration periodOf(RecurrenceSet set, RecurrenceTime time) {
    if (time instanceof RecurrenceTime.AtInstant at && !set.isAllDay()) {
      return set.periodAt(at.instant()).orElse(Duration.ZERO);
    }
    if (time instanceof RecurrenceTime.AtLocalTime local) {
      return set.periodAt(local.time()).orElse(Duration.ZERO);
    }
    return Duration.ZERO;
  }

  /** A second after anything that a time may mean in any zone. */
  private static long latest(RecurrenceTime time) {
    if (time instanceof RecurrenceTime.OnDate date) {
      return date.date().toEpochDay() * DAY + 2 * SLACK;
    }
    if (time instanceof RecurrenceTime.AtLocalTime local) {
      return local.time().toEpochSecond(ZoneOffset.UTC) + SLACK;
    }
    return ((RecurrenceTime.AtInstant) time).instant().getEpochSecond() + SLACK;
  }

  private static long lastEnd(Series series, long longest) {
    if (!series.starts().isFinite()) {
      return Long.MAX_VALUE;
    }
    long last =
        series
            .starts()
            .last()
            .map(instant -> instant.getEpochSecond() + longest)
            .orElse(Long.MIN_VALUE);
    for (int i = 0; i < series.movedCount(); i++) {
      last = Math.max(last, series.movedEnd(i));
    }
    return last;
  }
}
