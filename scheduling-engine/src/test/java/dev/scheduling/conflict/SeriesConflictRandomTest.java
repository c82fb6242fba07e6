package dev.scheduling.conflict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.conflict.BruteForceClash.Drawn;
import dev.scheduling.conflict.FirstConflict.Conflict;
import dev.scheduling.conflict.FirstConflict.Never;
import dev.scheduling.conflict.FirstConflict.NoneBefore;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random pairs of series against writing down all their occurrences. */
class SeriesConflictRandomTest {

  private static final int PAIRS = Integer.getInteger("series.pairs", 2_000);
  private static final Duration HORIZON = Duration.ofDays(365 * 40);

  private static final long SEED = 20_261_122L;

  /** Some pairs of unlike rules meet only after the budget; more than this would be a defect. */
  private static final double UNDECIDED_AT_MOST = 0.02;

  @Test
  void theFirstClashIsTheOneFoundByWritingDownAllOccurrences() {
    long seed = Long.getLong("seed", SEED);
    System.out.println("SeriesConflictRandomTest -Dseed=" + seed + " " + PAIRS + " pairs");
    TreeMap<String, Integer> answers = new TreeMap<>();
    int undecided = 0;
    for (int i = 0; i < PAIRS; i++) {
      SeriesDice dice = new SeriesDice(seed + i);
      Drawn a = dice.next();
      Drawn b = dice.next();
      String where = "-Dseed=" + (seed + i) + " -Dseries.pairs=1\n a " + a + "\n b " + b;
      FirstConflict answer = SeriesConflicts.first(a.series(), b.series());
      FirstConflict other = SeriesConflicts.first(b.series(), a.series());
      // Asked the other way round, "never" may be known by another proof.
      assertTrue(
          other.equals(answer) || (other instanceof Never && answer instanceof Never),
          where + "\n " + answer + " but the other way round " + other);
      check(
          answer, a, b, Instant.parse("2024-01-01T00:00:00Z").plus(dice.fromStart(HORIZON)), where);
      String kind =
          answer instanceof Never never
              ? "Never " + never.proof()
              : answer.getClass().getSimpleName();
      answers.merge(kind, 1, Integer::sum);
      boolean early =
          answer instanceof NoneBefore none
              && none.instant().getEpochSecond() < SeriesConflicts.END_OF_YEARS;
      undecided += early ? 1 : 0;
    }
    System.out.println(
        "SeriesConflictRandomTest answers "
            + answers
            + ", undecided within the budget "
            + undecided);
    assertTrue(undecided <= Math.max(1, PAIRS * UNDECIDED_AT_MOST), undecided + " undecided");
  }

  private static void check(FirstConflict answer, Drawn a, Drawn b, Instant horizon, String where) {
    // After a claimed clash nothing needs to be written down.
    Instant until =
        answer instanceof Conflict claimed && claimed.instant().isBefore(horizon)
            ? claimed.instant().plusSeconds(1)
            : horizon;
    Instant found = BruteForceClash.first(a, b, Instant.MIN, until);
    if (answer instanceof Conflict conflict) {
      Instant expected = found;
      if (expected == null) {
        assertTrue(!conflict.instant().isBefore(horizon), where);
        Duration day = Duration.ofDays(1);
        expected =
            BruteForceClash.first(
                a, b, conflict.instant().minus(day), conflict.instant().plus(day));
      }
      assertEquals(expected, conflict.instant(), where);
    } else if (answer instanceof Never) {
      assertNull(found, where);
    } else if (answer instanceof NoneBefore none) {
      assertTrue(
          found == null || !found.isBefore(none.instant()),
          where + "\n found " + found + " but " + none);
    }
  }

  /** Leaves out the walk that finds most clashes, so that the proof itself has to find them. */
  @Test
  void theProofOverACycleFindsTheClashesThatAWalkFinds() {
    long seed = Long.getLong("seed", SEED);
    System.out.println("SeriesConflictRandomTest cycles -Dseed=" + seed);
    int clashes = 0;
    int pairs = Math.max(1, PAIRS / 4);
    for (int i = 0; i < pairs; i++) {
      SeriesDice dice = new SeriesDice(seed + i);
      Drawn a = dice.endless();
      Drawn b = dice.endless();
      String where = "-Dseed=" + (seed + i) + " -Dseries.pairs=1\n a " + a + "\n b " + b;
      Series seriesA = a.series();
      Series seriesB = b.series();
      if (!seriesA.facts().understood() || !seriesB.facts().understood()) {
        continue;
      }
      SeriesCycle cycle = new SeriesCycle(seriesA, seriesB, SeriesConflicts.DEFAULT_BUDGET);
      Instant from = Instant.ofEpochSecond(cycle.sweepUntil());
      FirstConflict answer = cycle.decide();
      Instant until = from.plus(dice.fromStart(Duration.ofDays(365 * 30)));
      @Nullable Instant found = BruteForceClash.first(a, b, from, until);
      if (answer instanceof Conflict conflict && !conflict.instant().isBefore(from)) {
        clashes++;
        if (conflict.instant().isBefore(until)) {
          assertEquals(found, conflict.instant(), where);
        } else {
          assertNull(found, where);
          Duration day = Duration.ofDays(1);
          Instant near =
              BruteForceClash.first(
                  a, b, conflict.instant().minus(day), conflict.instant().plus(day));
          assertEquals(near, conflict.instant(), where);
        }
      } else if (answer instanceof Conflict conflict) {
        Instant near =
            BruteForceClash.first(a, b, conflict.instant(), conflict.instant().plusSeconds(1));
        assertNotNull(near, where);
      } else if (answer instanceof Never
          || answer.equals(new NoneBefore(Instant.ofEpochSecond(SeriesConflicts.END_OF_YEARS)))) {
        assertNull(found, where + "\n " + answer);
      }
    }
    System.out.println(
        "SeriesConflictRandomTest cycles: " + clashes + " clashes after the regular part began");
    assertTrue(pairs < 100 || clashes > pairs / 20, clashes + " clashes");
  }
}
