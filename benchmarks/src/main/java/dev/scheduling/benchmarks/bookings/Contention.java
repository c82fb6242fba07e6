package dev.scheduling.benchmarks.bookings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Many writers at one desk for a while.
 *
 * @param writers how many at the same time
 * @param calendars how many calendars they fight for
 * @param hours how many hours each calendar has to be booked
 * @param weekly every how many-th meeting is weekly; 0 for none
 */
record Contention(int writers, int calendars, int hours, int weekly) {

  /**
   * What came of it.
   *
   * @param booked how many were booked
   * @param refused how many were refused
   * @param nanos how long it took
   */
  record Outcome(long booked, long refused, long nanos) {

    double perSecond() {
      return (booked + refused) * 1e9 / nanos;
    }

    private static Outcome sum(List<Outcome> parts, long nanos) {
      return new Outcome(
          parts.stream().mapToLong(Outcome::booked).sum(),
          parts.stream().mapToLong(Outcome::refused).sum(),
          nanos);
    }
  }

  /** Lets the writers ask, each as fast as it is answered, for the same requests every time. */
  Outcome at(Desk desk, Duration time, long seed) throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try {
      long start = System.nanoTime();
      List<Future<Outcome>> running = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        SplittableRandom random = new SplittableRandom(seed * 1_000 + writer);
        running.add(threads.submit(() -> write(desk, start + time.toNanos(), random)));
      }
      List<Outcome> parts = new ArrayList<>();
      for (Future<Outcome> each : running) {
        parts.add(each.get());
      }
      return Outcome.sum(parts, System.nanoTime() - start);
    } finally {
      threads.shutdownNow();
    }
  }

  private Outcome write(Desk desk, long until, SplittableRandom random) {
    long booked = 0;
    long refused = 0;
    for (int i = 1; System.nanoTime() < until; i++) {
      boolean series = weekly > 0 && i % weekly == 0;
      if (desk.book(random.nextInt(calendars), random.nextInt(hours), series)) {
        booked++;
      } else {
        refused++;
      }
    }
    return new Outcome(booked, refused, 0);
  }
}
