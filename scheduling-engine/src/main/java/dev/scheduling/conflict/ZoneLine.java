package dev.scheduling.conflict;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneOffsetTransitionRule;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesProvider;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/** The changes of a zone's offset on one line, as arrays. Immutable and thread-safe. */
final class ZoneLine {

  /*
   * A zone of the tz database has a list of changes and then, for ever, at most a few rules of the
   * form "the Sunday on or after 8 March at 02:00". Such a rule depends on the shape of its year
   * alone (leap or not, the weekday of 1 January), and the shapes repeat every 400 years. The
   * years in which only the rules apply are called the tail.
   */

  private static final int FIRST_KEPT_YEAR = 1970;
  private static final int LAST_KEPT_YEAR = 2132;
  private static final int KEPT = 1_024;

  /** The lines of the years that nearly every question is about. */
  private static final ConcurrentHashMap<ZoneId, ZoneLine> LINES = new ConcurrentHashMap<>();

  /** The seconds of 400 Gregorian years. */
  static final long CYCLE_SECONDS = 146_097L * 86_400;

  final ZoneRules rules;

  /** From this second on, the line repeats every {@link #CYCLE_SECONDS}. */
  final long tailFrom;

  /** The offset before the first change. */
  final int firstOffset;

  /** When the offset changes, ascending. */
  final long[] at;

  /** The offset after each change, in seconds east of UTC. */
  final int[] after;

  private ZoneLine(ZoneRules rules, long tailFrom, int firstOffset, long[] at, int[] after) {
    this.rules = rules;
    this.tailFrom = tailFrom;
    this.firstOffset = firstOffset;
    this.at = at;
    this.after = after;
  }

  /**
   * The line of a zone for some years, or for more.
   *
   * @param fromYear changes before this year may be left out
   * @param toYear changes in this year and after may be left out
   */
  static ZoneLine of(ZoneId zone, int fromYear, int toYear) {
    if (fromYear < FIRST_KEPT_YEAR || toYear > LAST_KEPT_YEAR) {
      return made(zone, fromYear, toYear);
    }
    ZoneLine known = LINES.get(zone);
    if (known == null) {
      known = made(zone, FIRST_KEPT_YEAR, LAST_KEPT_YEAR);
      if (LINES.size() >= KEPT) {
        LINES.clear();
      }
      LINES.put(zone, known);
    }
    return known;
  }

  /** The line of a zone for exactly these years. */
  static ZoneLine made(ZoneId zone, int fromYear, int toYear) {
    ZoneRules rules = zone.getRules();
    List<ZoneOffsetTransition> listed = rules.getTransitions();
    long from = startOf(fromYear);
    long to = startOf(toYear);
    int lastListed =
        listed.isEmpty()
            ? Integer.MIN_VALUE
            : LocalDate.ofEpochDay(
                    Math.floorDiv(listed.get(listed.size() - 1).toEpochSecond(), 86_400L))
                .getYear();
    // The year of the last listed change may be half rules, and the offset changes near its end.
    long tailFrom = listed.isEmpty() ? Long.MIN_VALUE : startOf(lastListed + 2);
    List<ZoneOffsetTransitionRule> yearly = rules.getTransitionRules();
    long[] at = new long[listed.size() + Math.max(0, toYear - fromYear + 1) * yearly.size()];
    int[] after = new int[at.length];
    int size = 0;
    long last = Long.MIN_VALUE;
    for (ZoneOffsetTransition change : listed) {
      last = change.toEpochSecond();
      if (last >= from && last < to) {
        at[size] = last;
        after[size++] = change.getOffsetAfter().getTotalSeconds();
      }
    }
    if (!yearly.isEmpty()) {
      for (int year = Math.max(fromYear, lastListed); year < toYear; year++) {
        for (ZoneOffsetTransitionRule rule : yearly) {
          ZoneOffsetTransition change = rule.createTransition(year);
          long second = change.toEpochSecond();
          if (second > last && second >= from && second < to) {
            at[size] = second;
            after[size++] = change.getOffsetAfter().getTotalSeconds();
          }
        }
      }
    }
    int firstOffset = rules.getOffset(Instant.ofEpochSecond(from)).getTotalSeconds();
    return new ZoneLine(
        rules, tailFrom, firstOffset, Arrays.copyOf(at, size), Arrays.copyOf(after, size));
  }

  private static long startOf(int year) {
    return LocalDate.of(year, 1, 1).toEpochDay() * 86_400;
  }

  /** The offset before the {@code i}th change. */
  int before(int i) {
    return i == 0 ? firstOffset : after[i - 1];
  }

  /** The number of changes at or before a second. */
  int changesUpTo(long second) {
    int found = Arrays.binarySearch(at, second);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** The offset at a second, in seconds east of UTC. */
  int offsetAt(long second) {
    return before(changesUpTo(second));
  }

  /**
   * The instant of a local time: the first where clocks show it twice, and shifted by the length of
   * the gap where they skip it (RFC 5545, 3.3.5).
   *
   * @param local seconds since 1970-01-01T00:00 of the wall clock
   */
  long epochOf(long local) {
    return local - before(changesBefore(local));
  }

  /**
   * The number of changes that are behind a local time. A change is behind once its wall clock has
   * shown what it showed last before the change, or would have: so both the skipped and the first
   * of the repeated times are read with the offset before.
   */
  int changesBefore(long local) {
    int low = 0;
    int high = at.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      long behind = at[middle] + Math.max(before(middle), after[middle]);
      if (behind <= local) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The first instant of a date, given as the local second of its midnight. */
  long startOfDay(long midnight) {
    int i = changesBefore(midnight);
    return i < at.length && at[i] + before(i) <= midnight && midnight < at[i] + after[i]
        ? at[i]
        : midnight - before(i);
  }

  /** Whether clocks skip a local time. */
  boolean isSkipped(long local) {
    int i = changesBefore(local);
    return i < at.length && at[i] + before(i) <= local && local < at[i] + after[i];
  }

  /** The version of the tz database that a zone's rules are from, such as {@code 2025a}. */
  static String version(ZoneId zone) {
    String id = zone.normalized() instanceof ZoneOffset ? "UTC" : zone.getId();
    return ZoneRulesProvider.getVersions(id).lastEntry().getKey();
  }
}
