package dev.scheduling.conflict;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.LinChecker;
import org.jetbrains.kotlinx.lincheck.annotations.Operation;
import org.jetbrains.kotlinx.lincheck.annotations.Param;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.kotlinx.lincheck.paramgen.IntGen;
import org.jetbrains.kotlinx.lincheck.strategy.managed.modelchecking.ModelCheckingOptions;
import org.jetbrains.kotlinx.lincheck.strategy.stress.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * Every answer given to several threads is one that some order of their calls would give: Lincheck
 * searches for a schedule of which that is not true.
 */
class IntervalIndexLincheckTest {

  private static final int SCHEDULES = Integer.getInteger("lincheck.schedules", 25);

  @Test
  void everyAnswerUnderStressIsOneOfSomeOrderOfTheCalls() {
    LinChecker.check(
        Index.class,
        new StressOptions()
            .threads(3)
            .actorsPerThread(3)
            .actorsBefore(2)
            .actorsAfter(1)
            .iterations(5)
            .invocationsPerIteration(SCHEDULES));
  }

  @Test
  void everyAnswerInTheSchedulesSearchedIsOneOfSomeOrderOfTheCalls() {
    LinChecker.check(Index.class, schedules());
  }

  @Test
  void aReadOfTwoMomentsIsNoticed() {
    assertThrows(AssertionError.class, () -> LinChecker.check(TwoMoments.class, schedules()));
  }

  /** So that a look at one node before and one after two changes would find the time free. */
  @Test
  void aTimeThatIsAlwaysTakenByOneRangeOrAnotherIsNeverFree() throws NoSuchMethodException {
    Actor addLong = new Actor(Turns.class.getMethod("addLong"), List.of());
    Actor removeShort = new Actor(Turns.class.getMethod("removeShort"), List.of());
    Actor isTaken = new Actor(Turns.class.getMethod("isTaken"), List.of());

    LinChecker.check(
        Turns.class,
        new ModelCheckingOptions()
            .addCustomScenario(
                new ExecutionScenario(
                    List.of(),
                    List.of(List.of(addLong, removeShort), List.of(isTaken)),
                    List.of(),
                    null))
            .iterations(0)
            .invocationsPerIteration(Math.max(200, SCHEDULES)));
  }

  private static ModelCheckingOptions schedules() {
    return new ModelCheckingOptions()
        .threads(2)
        .actorsPerThread(3)
        .actorsBefore(1)
        .actorsAfter(1)
        .iterations(5)
        .invocationsPerIteration(SCHEDULES)
        .minimizeFailedScenario(false);
  }

  /** A full leaf, so that what is added splits it and what is removed evens it out. */
  @Param(name = "slot", gen = IntGen.class, conf = "0:6")
  public static class Index {
    final IntervalIndex index = IntervalIndex.empty();

    public Index() {
      for (int i = 0; i < IntervalLeaf.MAX; i++) {
        index.add(10 * i, 10 * i + 5, i);
      }
    }

    @Operation
    public void add(@Param(name = "slot") int slot) {
      index.add(slot * 10 + 5, slot * 10 + 10, 100 + slot);
    }

    @Operation
    public boolean remove(@Param(name = "slot") int slot) {
      return index.remove(slot * 10 + 5, slot * 10 + 10, 100 + slot);
    }

    @Operation
    public boolean isTaken(@Param(name = "slot") int slot) {
      return index.overlapsAny(slot * 10 + 5, slot * 10 + 10);
    }

    @Operation
    public List<Long> whole() {
      return read(index.snapshot());
    }
  }

  /**
   * Two branches below the root: a long range begins below the first, a short one below the last.
   */
  public static class Turns {
    private static final IntervalSnapshot LOADED = loaded();

    final IntervalIndex index = IntervalIndex.of(LOADED);

    public Turns() {
      index.add(9_005, 9_010, 1);
    }

    private static IntervalSnapshot loaded() {
      long[] starts = LongStream.range(0, 1_000).map(i -> 10 * i).toArray();
      long[] ends = LongStream.of(starts).map(start -> start + 5).toArray();
      return IntervalIndex.of(starts, ends, starts).snapshot();
    }

    @Operation
    public void addLong() {
      index.add(1, 9_900, 2);
    }

    @Operation
    public void removeShort() {
      index.remove(9_005, 9_010, 1);
    }

    @Operation
    public boolean isTaken() {
      return index.overlapsAny(9_006, 9_008);
    }
  }

  /** Planted: a reader that asks twice, as one would who has no snapshots. */
  public static class TwoMoments extends Index {
    @Operation
    @Override
    public List<Long> whole() {
      List<Long> read = read(index.snapshot());
      read.set(0, index.size());
      return read;
    }
  }

  private static List<Long> read(IntervalSnapshot snapshot) {
    List<Long> read = new ArrayList<>();
    read.add(snapshot.size());
    snapshot.forEachOverlap(0, 75, (start, end, id) -> read.add(id));
    return read;
  }
}
