package dev.scheduling.conflict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Readers beside a writer; and that this test would notice if they saw half a change. */
class IntervalIndexSnapshotTest {

  /*
   * The writer adds the ranges in one order and removes them in another. So a whole state is known
   * by its size: it holds either the first ones added or the last ones to go, and the sum over all
   * its ranges of a hash says whether it does. Readers sum up what they see.
   */

  private static final int RANGES = 3_000;
  private static final int READERS = 3;

  /** A state that somebody reads: its size, then its ranges. */
  interface State {
    long size();

    void forEach(IntervalVisitor visitor);
  }

  /** Something that is changed by one thread and read by others. */
  interface Shared {
    void add(long start, long end, long id);

    void remove(long start, long end, long id);

    State read();
  }

  @Test
  void readersBesideAWriterAlwaysSeeAWholeState() throws Exception {
    Trial trial = new Trial(new Snapshots(), 20);

    assertEquals(List.of(), trial.run());
    assertTrue(trial.checked.get() > 100, "readers hardly ran: " + trial.checked);
  }

  @Test
  void aReaderThatMixesTwoMomentsIsNoticed() throws Exception {
    assertTrue(new Trial(new TwoMoments(), 2_000).run().size() > 0);
  }

  @Test
  void aWriterThatChangesWhatReadersSeeIsNoticed() throws Exception {
    assertTrue(new Trial(new InPlace(), 2_000).run().size() > 0);
  }

  @Test
  void writersThatMeetLoseNoChange() throws Exception {
    int writers = 4;
    int each = 5_000;
    IntervalIndex index = IntervalIndex.empty();
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int w = 0; w < writers; w++) {
      int writer = w;
      tasks.add(
          () -> {
            for (int i = 0; i < each; i++) {
              index.add(i, i + 1, writer);
              if (i % 2 == 1) {
                assertTrue(index.remove(i - 1, i, writer));
              }
            }
            return null;
          });
    }
    for (Future<Void> done : inParallel(tasks)) {
      done.get();
    }
    assertEquals(writers * each / 2, index.size());
    TreeCheck.check(index.snapshot());
  }

  /** The real thing. */
  private static class Snapshots implements Shared {
    final IntervalIndex index = IntervalIndex.empty();

    @Override
    public void add(long start, long end, long id) {
      index.add(start, end, id);
    }

    @Override
    public void remove(long start, long end, long id) {
      index.remove(start, end, id);
    }

    @Override
    public State read() {
      return of(index.snapshot());
    }

    static State of(IntervalSnapshot snapshot) {
      return new State() {
        @Override
        public long size() {
          return snapshot.size();
        }

        @Override
        public void forEach(IntervalVisitor visitor) {
          snapshot.forEachOverlap(Long.MIN_VALUE, Long.MAX_VALUE, visitor);
        }
      };
    }
  }

  /** Planted: asks the index twice instead of one snapshot. */
  private static final class TwoMoments extends Snapshots {
    @Override
    public State read() {
      return new State() {
        @Override
        public long size() {
          return index.size();
        }

        @Override
        public void forEach(IntervalVisitor visitor) {
          index.forEachOverlap(Long.MIN_VALUE, Long.MAX_VALUE, visitor);
        }
      };
    }
  }

  /**
   * Planted: writes into the leaf of the present root instead of a copy, as a faster tree might.
   */
  private static final class InPlace extends Snapshots {
    @Override
    public void remove(long start, long end, long id) {
      overwrite(index.snapshot(), index.snapshot().root(), start, end, id);
      index.remove(start, end, -1);
    }

    private static boolean overwrite(
        IntervalSnapshot snapshot, Object node, long start, long end, long id) {
      if (node instanceof IntervalBranch branch) {
        for (int i = 0; i < branch.width(); i++) {
          if (overwrite(snapshot, branch.child(i), start, end, id)) {
            return true;
          }
        }
        return false;
      }
      long[] leaf = snapshot.leaf(node);
      for (int i = 0; i < IntervalLeaf.size(leaf); i++) {
        if (IntervalLeaf.compare(leaf, i, start, end, id) == 0) {
          leaf[IntervalLeaf.idsAt(leaf) + i] = -1;
          return true;
        }
      }
      return false;
    }
  }

  private static final class Trial {
    private final Shared shared;
    private final int rounds;
    private final long[] starts = new long[RANGES];
    private final int[] goingOrder = new int[RANGES];
    private final long[] grown = new long[RANGES + 1];
    private final long[] shrunk = new long[RANGES + 1];
    private final AtomicInteger violations = new AtomicInteger();
    final AtomicInteger checked = new AtomicInteger();
    private volatile boolean done;

    Trial(Shared shared, int rounds) {
      this.shared = shared;
      this.rounds = rounds;
      Random random = new Random(5);
      for (int i = 0; i < RANGES; i++) {
        starts[i] = random.nextInt(50_000);
        goingOrder[i] = i;
      }
      for (int i = RANGES - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int swap = goingOrder[i];
        goingOrder[i] = goingOrder[j];
        goingOrder[j] = swap;
      }
      for (int i = 0; i < RANGES; i++) {
        grown[i + 1] = grown[i] + hash(starts[i], i);
        int going = goingOrder[RANGES - 1 - i];
        shrunk[i + 1] = shrunk[i] + hash(starts[going], going);
      }
    }

    private static long hash(long start, long id) {
      long mixed = (start * 0x9E3779B97F4A7C15L) ^ (id * 0xC2B2AE3D27D4EB4FL);
      return mixed ^ (mixed >>> 29);
    }

    List<String> run() throws Exception {
      List<String> found = new ArrayList<>();
      List<Callable<List<String>>> tasks = new ArrayList<>();
      tasks.add(this::write);
      for (int i = 0; i < READERS; i++) {
        tasks.add(() -> readWhile(() -> !done));
      }
      for (Future<List<String>> task : inParallel(tasks)) {
        found.addAll(task.get());
      }
      return found;
    }

    private List<String> write() {
      try {
        for (int round = 0; round < rounds && violations.get() == 0; round++) {
          for (int i = 0; i < RANGES; i++) {
            shared.add(starts[i], starts[i] + 1 + i % 70, i);
          }
          for (int going : goingOrder) {
            shared.remove(starts[going], starts[going] + 1 + going % 70, going);
          }
        }
      } finally {
        done = true;
      }
      return List.of();
    }

    private List<String> readWhile(BooleanSupplier writing) {
      List<String> found = new ArrayList<>();
      do {
        State state = shared.read();
        int size = (int) state.size();
        long[] sum = new long[3];
        sum[2] = Long.MIN_VALUE;
        state.forEach(
            (start, end, id) -> {
              sum[0] += hash(start, id);
              sum[1] += start < sum[2] ? 1 : 0;
              sum[2] = start;
              return true;
            });
        if ((sum[0] != grown[size] && sum[0] != shrunk[size]) || sum[1] > 0) {
          found.add("a state of size " + size + " is not one that ever was");
          violations.incrementAndGet();
        }
        checked.incrementAndGet();
      } while (writing.getAsBoolean() && found.isEmpty());
      return found;
    }
  }

  private static <T> List<Future<T>> inParallel(List<Callable<T>> tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      return threads.invokeAll(tasks, 120, TimeUnit.SECONDS);
    } finally {
      threads.shutdownNow();
    }
  }
}
