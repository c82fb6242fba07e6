package dev.scheduling.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SharedTurnsTest {

  private static final int MOST = 3;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<List<Integer>> served = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Callable<Integer>> turns = new LinkedBlockingQueue<>();
  private final SharedTurns<String, Integer, String> line = new SharedTurns<>(MOST, this::serve);

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  /** Waits until the test lets it go on, and answers each number with its text. */
  private List<Supplier<String>> serve(Supplier<List<Integer>> standing) {
    try {
      turns.poll(60, TimeUnit.SECONDS).call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    List<Integer> calls = standing.get();
    served.add(calls);
    return calls.stream().<Supplier<String>>map(call -> () -> "answer " + call).toList();
  }

  private Future<String> call(int number) {
    CompletableFuture<Thread> caller = new CompletableFuture<>();
    Future<String> answer =
        threads.submit(
            () -> {
              caller.complete(Thread.currentThread());
              return line.answer("key", number);
            });
    // Then it stands in line, or has its turn and waits for the test.
    awaitWaiting(caller.join());
    return answer;
  }

  private static final long LONGEST_WAIT_NANOS = 60_000_000_000L;

  /** Until a thread waits, or waits for the test. */
  private static void awaitWaiting(Thread thread) {
    long start = System.nanoTime();
    while (thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING) {
      assertTrue(System.nanoTime() - start < LONGEST_WAIT_NANOS, "does not come to wait");
      Thread.yield();
    }
  }

  private static void assertAnswered(Future<String> call, int number) throws Exception {
    assertEquals("answer " + number, call.get(60, TimeUnit.SECONDS));
  }

  @Test
  void whoIsAloneIsServedAlone() throws Exception {
    Future<String> call = call(1);
    turns.add(() -> 0);
    assertAnswered(call, 1);
    assertEquals(List.of(List.of(1)), served);
    assertTrue(line.isFree("key"));
  }

  @Test
  void whoComesBeforeItIsLookedWhoIsThereIsServedAlong() throws Exception {
    List<Future<String>> calls = List.of(call(1), call(2));
    turns.add(() -> 0);
    assertAnswered(calls.get(0), 1);
    assertAnswered(calls.get(1), 2);
    assertEquals(List.of(List.of(1, 2)), served);
  }

  @Test
  void noMoreThanTheMostAreServedInOneTurnAndAllInTheirOrder() throws Exception {
    List<Future<String>> calls = new ArrayList<>();
    for (int number = 0; number < 8; number++) {
      calls.add(call(number));
    }
    for (int turn = 0; turn < 3; turn++) {
      turns.add(() -> 0);
    }
    for (int number = 0; number < 8; number++) {
      assertAnswered(calls.get(number), number);
    }
    assertEquals(List.of(List.of(0, 1, 2), List.of(3, 4, 5), List.of(6, 7)), served);
  }

  @Test
  void turnThatBreaksDownCostsItsOwnerOnlyAndTheNextGoesOn() throws Exception {
    Future<String> broken = call(1);
    Future<String> next = call(2);
    turns.add(
        () -> {
          throw new AssertionError("broken on purpose");
        });
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> broken.get(60, TimeUnit.SECONDS));
    assertInstanceOf(AssertionError.class, failure.getCause());
    turns.add(() -> 0);
    assertAnswered(next, 2);
    assertEquals(List.of(List.of(2)), served);
  }

  @Test
  void linesDoNotWaitForEachOther() throws Exception {
    Future<String> blocked = call(1);
    Future<String> elsewhere = threads.submit(() -> line.answer("another key", 2));
    turns.add(() -> 0);
    turns.add(() -> 0);
    assertAnswered(blocked, 1);
    assertAnswered(elsewhere, 2);
    assertTrue(served.containsAll(List.of(List.of(1), List.of(2))), served::toString);
  }
}
