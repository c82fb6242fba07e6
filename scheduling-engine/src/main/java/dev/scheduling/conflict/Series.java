package dev.scheduling.conflict;

import static java.util.Objects.requireNonNull;

import dev.scheduling.TimeRange;
import dev.scheduling.recurrence.RecurrenceSet;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All the times at which an event takes place: a set of starts, how long an occurrence lasts, and
 * the occurrences that were moved or cancelled.
 *
 * <p>Times count in whole seconds. An occurrence of no length overlaps nothing and is passed over.
 * Where an RDATE has a length of its own, its occurrence lasts that long.
 *
 * <p>Immutable and thread-safe. Keep it to ask several times: what is known about its rules is kept
 * with it.
 */
public final class Series {

  /** The most that one occurrence may last: 400 years, in days. */
  public static final int MAX_LENGTH_DAYS = 146_097;

  /** The most occurrences that may be moved or cancelled. */
  public static final int MAX_OVERRIDES = 100_000;

  private static final long DAY = 86_400;

  private final RecurrenceSet starts;
  private final ZoneId zone;

  /** One of the two is 0: an exact length in seconds, or one in days of the wall clock. */
  private final long lengthSeconds;

  private final int lengthDays;

  /** The original starts of moved and cancelled occurrences, ascending. */
  private final long[] replaced;

  /** Where occurrences were moved to, in order of start. */
  private final long[] movedStarts;

  private final long[] movedEnds;

  private volatile @Nullable SeriesFacts facts;

  private Series(
      RecurrenceSet starts,
      long lengthSeconds,
      int lengthDays,
      long[] replaced,
      long[] movedStarts,
      long[] movedEnds) {
    this.starts = requireNonNull(starts, "starts");
    this.zone =
        starts
            .zone()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "a floating or all-day series needs a zone: use RecurrenceSet.placedIn"));
    this.lengthSeconds = lengthSeconds;
    this.lengthDays = lengthDays;
    this.replaced = replaced;
    this.movedStarts = movedStarts;
    this.movedEnds = movedEnds;
  }

  /**
   * A series whose occurrences last an exact time, whatever clocks do meanwhile.
   *
   * @param starts the starts; a floating or all-day set has been placed in a zone
   * @param length whole seconds, from 0 to {@value #MAX_LENGTH_DAYS} days
   * @throws IllegalArgumentException if the set has no zone or the length is outside these limits
   */
  public static Series of(RecurrenceSet starts, Duration length) {
    if (length.isNegative()
        || !length.equals(length.truncatedTo(ChronoUnit.SECONDS))
        || length.compareTo(Duration.ofDays(MAX_LENGTH_DAYS)) > 0) {
      throw new IllegalArgumentException(
          "length must be whole seconds from 0 to " + MAX_LENGTH_DAYS + " days, not " + length);
    }
    long[] none = {};
    return new Series(starts, length.toSeconds(), 0, none, none, none);
  }

  /**
   * A series whose occurrences last a number of days of the wall clock: they end at the same local
   * time as they begin, or at the end of a day if they are all-day.
   *
   * @param starts the starts; a floating or all-day set has been placed in a zone
   * @param length days from 0 to {@value #MAX_LENGTH_DAYS}, and no months or years
   * @throws IllegalArgumentException if the set has no zone or the length is outside these limits
   */
  public static Series of(RecurrenceSet starts, Period length) {
    long days = length.get(ChronoUnit.DAYS);
    if (length.toTotalMonths() != 0 || days < 0 || days > MAX_LENGTH_DAYS) {
      throw new IllegalArgumentException(
          "length must be from 0 to " + MAX_LENGTH_DAYS + " days, not " + length);
    }
    long[] none = {};
    return new Series(starts, 0, (int) days, none, none, none);
  }

  /**
   * This series with occurrences that were moved or cancelled, in place of any before.
   *
   * <p>Occurrences are named by the instant of their original start; that of an all-day one is the
   * start of its day. A moved one takes place where it was moved to, even if the set does not have
   * its original start.
   *
   * @param moved where each moved occurrence now takes place
   * @param cancelled the occurrences that do not take place
   * @throws IllegalArgumentException if there are more than {@value #MAX_OVERRIDES} or one is moved
   *     to a fraction of a second or lasts longer than {@value #MAX_LENGTH_DAYS} days
   */
  public Series withOverrides(Map<Instant, TimeRange> moved, Set<Instant> cancelled) {
    if (moved.size() + (long) cancelled.size() > MAX_OVERRIDES) {
      throw new IllegalArgumentException(
          "at most %d occurrences may be moved or cancelled, not %d"
              .formatted(MAX_OVERRIDES, moved.size() + (long) cancelled.size()));
    }
    moved.values().forEach(Series::checkMoved);
    Set<Long> ids = new TreeSet<>();
    addSeconds(moved.keySet(), ids);
    addSeconds(cancelled, ids);
    List<TimeRange> ranges =
        moved.values().stream()
            .filter(range -> !range.isEmpty())
            .sorted(Comparator.comparing(TimeRange::start))
            .toList();
    return new Series(
        starts,
        lengthSeconds,
        lengthDays,
        ids.stream().mapToLong(Long::longValue).toArray(),
        ranges.stream().mapToLong(range -> range.start().getEpochSecond()).toArray(),
        ranges.stream().mapToLong(range -> range.end().getEpochSecond()).toArray());
  }

  private static void addSeconds(Collection<Instant> instants, Set<Long> into) {
    for (Instant instant : instants) {
      // With a fraction of a second it names no occurrence.
      if (isWhole(instant)) {
        into.add(instant.getEpochSecond());
      }
    }
  }

  private static boolean isWhole(Instant instant) {
    return instant.equals(instant.truncatedTo(ChronoUnit.SECONDS));
  }

  private static void checkMoved(TimeRange range) {
    if (!isWhole(range.start())
        || !isWhole(range.end())
        || range.duration().compareTo(Duration.ofDays(MAX_LENGTH_DAYS)) > 0) {
      throw new IllegalArgumentException(
          "a moved occurrence needs whole seconds and at most %d days, but is %s"
              .formatted(MAX_LENGTH_DAYS, range));
    }
  }

  /** The starts, without regard to what was moved or cancelled. */
  public RecurrenceSet starts() {
    return starts;
  }

  /** The zone in which the series is placed. */
  public ZoneId zone() {
    return zone;
  }

  long lengthSeconds() {
    return lengthSeconds;
  }

  int lengthDays() {
    return lengthDays;
  }

  /**
   * No occurrence that the rules make lasts longer, in seconds, even if clocks go back meanwhile.
   */
  long longestOfRules() {
    return lengthDays > 0 ? (lengthDays + 2) * DAY : lengthSeconds;
  }

  boolean isReplaced(long start) {
    return replaced.length > 0 && Arrays.binarySearch(replaced, start) >= 0;
  }

  int movedCount() {
    return movedStarts.length;
  }

  long movedStart(int i) {
    return movedStarts[i];
  }

  long movedEnd(int i) {
    return movedEnds[i];
  }

  /** The position of the first moved occurrence that starts at or after a second. */
  int movedAtOrAfter(long second) {
    int low = 0;
    int high = movedStarts.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (movedStarts[middle] < second) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The last original start that was moved or cancelled, or the least long. */
  long lastReplaced() {
    return replaced.length == 0 ? Long.MIN_VALUE : replaced[replaced.length - 1];
  }

  SeriesFacts facts() {
    SeriesFacts known = facts;
    if (known == null) {
      known = SeriesFacts.of(this);
      facts = known;
    }
    return known;
  }

  @Override
  public String toString() {
    String length =
        lengthDays > 0 ? "P" + lengthDays + "D" : Duration.ofSeconds(lengthSeconds).toString();
    return starts
        + " "
        + length
        + (replaced.length > 0 ? " with " + replaced.length + " overrides" : "");
  }
}
