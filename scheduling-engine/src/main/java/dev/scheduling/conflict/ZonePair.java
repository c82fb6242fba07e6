package dev.scheduling.conflict;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How far the wall clocks of two zones are apart, from some year on and for ever. Immutable and
 * thread-safe.
 */
final class ZonePair {

  /*
   * Between changes of either offset, the two clocks differ by one of a few numbers: 6 hours between
   * New York and Paris most of the year, 5 in the weeks when only one has changed. Two occurrences
   * that clash either lie between changes, and then one of the numbers applies to them, or lie about
   * a change. The changes happen at few moments of the week, so it is cheap to see that nothing of
   * a series lies about one.
   *
   * The walk ends in 2131: the years 2101 to 2130 have every shape that a year can have, and so has
   * every later stretch of the tail, see ZoneLine.
   */

  private static final int LAST_YEAR = 2131;
  private static final int LATEST_TAIL_YEAR = 2101;
  private static final int MAX_SEAMS = 64;
  private static final int CACHED = 4_096;

  private static final ConcurrentHashMap<Key, ZonePair> CACHE = new ConcurrentHashMap<>();

  private record Key(ZoneId a, ZoneId b, int fromYear) {}

  /** The answer that was given last; a calendar asks the same thousands of times. */
  private static volatile @Nullable Recent recent;

  private record Recent(ZoneId a, ZoneId b, long from, long to, ZonePair pair) {}

  /** Every number of seconds by which the clock of a is ahead of the clock of b; ascending. */
  final int[] ahead;

  /** For each kind of change, when in the week it happens on the clock of a, and of b. */
  private final long[] seamsA;

  private final long[] seamsB;

  /** The greatest jump of either clock, in seconds. */
  private final int greatestJump;

  /** Whether there is nothing that this does not know. */
  private final boolean complete;

  private ZonePair(int[] ahead, long[] seamsA, long[] seamsB, int greatestJump, boolean complete) {
    this.ahead = ahead;
    this.seamsA = seamsA;
    this.seamsB = seamsB;
    this.greatestJump = greatestJump;
    this.complete = complete;
  }

  /** What is known of two zones from the start of a second's year on. */
  static ZonePair of(ZoneId a, ZoneId b, long fromSecond) {
    Recent last = recent;
    if (last != null
        && last.from <= fromSecond
        && fromSecond < last.to
        && last.a.equals(a)
        && last.b.equals(b)) {
      return last.pair;
    }
    int year = LocalDate.ofEpochDay(Math.floorDiv(fromSecond, 86_400L)).getYear();
    Key key = new Key(a, b, Math.min(year, LATEST_TAIL_YEAR));
    ZonePair known = CACHE.get(key);
    if (known == null) {
      known = walk(key);
      if (CACHE.size() >= CACHED) {
        CACHE.clear();
      }
      CACHE.put(key, known);
    }
    recent = new Recent(a, b, startOf(year), startOf(year + 1), known);
    return known;
  }

  private static long startOf(int year) {
    return LocalDate.of(year, 1, 1).toEpochDay() * 86_400;
  }

  private static ZonePair walk(Key key) {
    // A year early, so that no occurrence about New Year sees an offset that is not listed.
    ZoneLine a = ZoneLine.made(key.a, key.fromYear - 1, LAST_YEAR);
    ZoneLine b = ZoneLine.made(key.b, key.fromYear - 1, LAST_YEAR);
    long tail = startOf(LATEST_TAIL_YEAR);
    boolean complete = a.tailFrom <= tail && b.tailFrom <= tail;
    int[] ahead = {a.firstOffset - b.firstOffset};
    long[] seamsA = {};
    long[] seamsB = {};
    int greatestJump = 0;
    int i = 0;
    int j = 0;
    while (complete && (i < a.at.length || j < b.at.length)) {
      long nextA = i < a.at.length ? a.at[i] : Long.MAX_VALUE;
      long nextB = j < b.at.length ? b.at[j] : Long.MAX_VALUE;
      long change = Math.min(nextA, nextB);
      long weekA = Math.floorMod(change + a.before(i), (long) WeekMask.WEEK_SECONDS);
      long weekB = Math.floorMod(change + b.before(j), (long) WeekMask.WEEK_SECONDS);
      if (nextA == change) {
        greatestJump = Math.max(greatestJump, Math.abs(a.after[i] - a.before(i)));
        i++;
      }
      if (nextB == change) {
        greatestJump = Math.max(greatestJump, Math.abs(b.after[j] - b.before(j)));
        j++;
      }
      ahead = withDistinct(ahead, a.before(i) - b.before(j));
      if (!isListed(seamsA, seamsB, weekA, weekB)) {
        seamsA = with(seamsA, weekA);
        seamsB = with(seamsB, weekB);
        complete = seamsA.length <= MAX_SEAMS;
      }
    }
    return new ZonePair(ahead, seamsA, seamsB, greatestJump, complete);
  }

  private static boolean isListed(long[] seamsA, long[] seamsB, long weekA, long weekB) {
    for (int i = 0; i < seamsA.length; i++) {
      if (seamsA[i] == weekA && seamsB[i] == weekB) {
        return true;
      }
    }
    return false;
  }

  private static int[] withDistinct(int[] values, int value) {
    if (Arrays.stream(values).anyMatch(known -> known == value)) {
      return values;
    }
    int[] more = Arrays.copyOf(values, values.length + 1);
    more[values.length] = value;
    Arrays.sort(more);
    return more;
  }

  private static long[] with(long[] values, long value) {
    long[] more = Arrays.copyOf(values, values.length + 1);
    more[values.length] = value;
    return more;
  }

  /**
   * Whether no two occurrences can clash of which a change of an offset affects one but not the
   * other, or moves one.
   *
   * @param longest no occurrence of either lasts longer, in seconds
   */
  boolean isCalmFor(WeekMask a, WeekMask b, long longest) {
    if (!complete) {
      return false;
    }
    long reach = longest + 2L * greatestJump;
    for (int i = 0; i < seamsA.length; i++) {
      if (a.isBusyBetween(seamsA[i] - reach, seamsA[i] + reach)
          && b.isBusyBetween(seamsB[i] - reach, seamsB[i] + reach)) {
        return false;
      }
    }
    return true;
  }
}
