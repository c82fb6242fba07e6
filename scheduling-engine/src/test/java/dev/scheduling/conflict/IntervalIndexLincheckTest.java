package dev.scheduling.conflict;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.jetbrains.kotlinx.lincheck.LinChecker;
import org.jetbrains.kotlinx.lincheck.annotations.Operation;
import org.jetbrains.kotlinx.lincheck.annotations.Param;
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
