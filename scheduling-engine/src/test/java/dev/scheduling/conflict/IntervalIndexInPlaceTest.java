package dev.scheduling.conflict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Bookings that stay, and between them some that come and go: each moves its neighbours about
 * within a leaf that others read.
 */
class IntervalIndexInPlaceTest {

  private static final int STAYING = 2_000;
  private static final int CHANGES = 200_000;

  private final IntervalIndex index = index();
  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  private static IntervalIndex index() {
    long[] starts = LongStream.range(0, STAYING).map(i -> 100 * i).toArray();
    long[] ends = LongStream.of(starts).map(start -> start + 50).toArray();
    return IntervalIndex.of(starts, ends, LongStream.range(0, STAYING).toArray());
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void whatIsAlwaysTakenIsNeverFreeAndWhatIsAlwaysFreeIsNeverTaken() throws Exception {
    Future<Void> writer = threads.submit(this::comeAndGo);
    Random random = new Random(1);
    do {
      long at = 100L * random.nextInt(STAYING);
      assertTrue(index.overlapsAny(at + 10, at + 20), "free at " + at);
      assertFalse(index.overlapsAny(at + 80, at + 90), "taken after " + at);
    } while (!writer.isDone());
    writer.get(60, TimeUnit.SECONDS);
  }

  @Test
  void aForkOfASnapshotIsWholeWhileTheOriginGoesOn() throws Exception {
    Future<Void> writer = threads.submit(this::comeAndGo);
    Random random = new Random(2);
    do {
      IntervalSnapshot origin = index.snapshot();
      IntervalIndex fork = IntervalIndex.of(origin);
      for (int i = 0; i < 10; i++) {
        long at = 100L * random.nextInt(STAYING);
        fork.add(at + 75, at + 95, -i);
      }
      assertEquals(origin.size() + 10, fork.size());
      BitSet staying = new BitSet();
      fork.forEachOverlap(
          Long.MIN_VALUE,
          Long.MAX_VALUE,
          (start, end, id) -> {
            if (end == start + 50) {
              staying.set((int) id);
            }
            return true;
          });
      assertEquals(STAYING, staying.cardinality());
      TreeCheck.check(fork.snapshot());
      TreeCheck.check(origin);
    } while (!writer.isDone());
    writer.get(60, TimeUnit.SECONDS);
  }

  private Void comeAndGo() {
    Random random = new Random(3);
    long[] present = new long[100];
    Arrays.fill(present, -1);
    for (int i = 0; i < CHANGES; i++) {
      int which = random.nextInt(present.length);
      if (present[which] >= 0) {
        assertTrue(index.remove(present[which], present[which] + 10, which));
        present[which] = -1;
      } else {
        present[which] = 100L * random.nextInt(STAYING) + 60;
        index.add(present[which], present[which] + 10, which);
      }
    }
    return null;
  }
}
