package dev.scheduling.conflict;

import dev.scheduling.recurrence.OccurrenceCursor;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * A position among the occurrences of a series in order of start, moved ones in their new place.
 * Mutable; for one thread.
 */
final class SeriesCursor {

  private static final long DAY = 86_400;

  private final Series series;
  private final OccurrenceCursor set;
  private final ZoneRules rules;
  private final boolean hasPeriods;

  /** Later starts of the set have no length and are not looked for. */
  private final long lastWithLength;

  private boolean inSet;
  private long setStart;
  private long setEnd;
  private int moved;
  private OccurrenceCursor.@Nullable End end;

  /** Between these instants the offset is constant, so a day lasts 24 hours. */
  private long calmFrom = Long.MAX_VALUE;

  private long calmTo = Long.MIN_VALUE;

  /** What the clock shows more than UTC meanwhile, in seconds. */
  private long calmOffset;

  /** When the occurrence begins, in seconds since 1970. */
  long start;

  /** When it ends; after {@link #start}. */
  long finish;

  /** A cursor before the first occurrence. */
  SeriesCursor(Series series) {
    this(series, Long.MIN_VALUE);
  }

  /** A cursor before the first occurrence that starts at or after a second. */
  SeriesCursor(Series series, long from) {
    this.series = series;
    this.set = series.starts().cursor();
    this.rules = series.zone().getRules();
    this.hasPeriods = !series.starts().extraTimes().isEmpty();
    this.lastWithLength =
        series.longestOfRules() > 0
            ? Long.MAX_VALUE
            : SeriesFacts.lastExtraTime(series.starts()).orElse(Long.MIN_VALUE);
    if (from == Long.MIN_VALUE) {
      advanceSet();
    } else {
      seek(from);
    }
  }

  /** Goes before the first occurrence that starts at or after a second. */
  void seek(long second) {
    set.seek(second);
    moved = series.movedAtOrAfter(second);
    end = null;
    advanceSet();
  }

  /** Goes to the next occurrence and says whether there is one. */
  boolean next() {
    boolean hasMoved = moved < series.movedCount();
    if (hasMoved && (!inSet || series.movedStart(moved) <= setStart)) {
      start = series.movedStart(moved);
      finish = series.movedEnd(moved);
      moved++;
      return true;
    }
    if (!inSet) {
      return false;
    }
    start = setStart;
    finish = setEnd;
    advanceSet();
    return true;
  }

  /** Whether there is nothing more because the series is over, and not because the search ended. */
  boolean isOver() {
    return end == OccurrenceCursor.End.EXHAUSTED;
  }

  /** Whether there may be more before the year 9999 is over, but it takes too long to find. */
  boolean gaveUp() {
    return end == OccurrenceCursor.End.BUDGET;
  }

  private void advanceSet() {
    inSet = false;
    while (set.next()) {
      long candidate = set.epochSecond();
      if (candidate > lastWithLength) {
        end = OccurrenceCursor.End.EXHAUSTED;
        return;
      }
      if (series.isReplaced(candidate)) {
        continue;
      }
      long candidateEnd = endOf(candidate);
      if (candidateEnd > candidate) {
        setStart = candidate;
        setEnd = candidateEnd;
        inSet = true;
        return;
      }
    }
    end = set.end();
  }

  private long endOf(long begin) {
    if (hasPeriods) {
      Duration length =
          series.starts().isAllDay()
              ? series.starts().periodAt(set.local()).orElse(null)
              : series.starts().periodAt(Instant.ofEpochSecond(begin)).orElse(null);
      if (length != null) {
        return begin + length.toSeconds();
      }
    }
    int days = series.lengthDays();
    if (days == 0) {
      return begin + series.lengthSeconds();
    }
    long guess = begin + days * DAY;
    if (calmFrom > begin || guess + DAY > calmTo) {
      Instant instant = Instant.ofEpochSecond(begin);
      ZoneOffsetTransition change = rules.nextTransition(instant);
      calmFrom = begin;
      calmTo = change == null ? Long.MAX_VALUE : change.toEpochSecond();
      calmOffset = rules.getOffset(instant).getTotalSeconds();
    }
    // A day whose midnight the clock skips begins later; it does not end later.
    if (guess + DAY <= calmTo && set.localSecond() - begin == calmOffset) {
      return guess;
    }
    long local = set.localSecond() + days * DAY;
    if (series.starts().isAllDay()) {
      return LocalDate.ofEpochDay(Math.floorDiv(local, DAY))
          .atStartOfDay(series.zone())
          .toEpochSecond();
    }
    return LocalDateTime.ofEpochSecond(local, 0, ZoneOffset.UTC)
        .atZone(series.zone())
        .toEpochSecond();
  }
}
