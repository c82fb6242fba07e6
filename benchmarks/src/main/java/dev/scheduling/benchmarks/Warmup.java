package dev.scheduling.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/*
 * JMH warms up by the clock on the wall. Where others use the machine as well, that may pass before the compiler had
 * its turn, and then interpreted code is measured. So a benchmark is first run until its thread has had a second of CPU
 * time: however little of a core there is, the compiler's threads get about as much of it.
 */
/** Runs an operation until it can be expected to be compiled. */
public final class Warmup {

  private static final Duration CPU_TIME = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private Warmup() {}

  /** Runs the operation again and again for a second of the calling thread's CPU time. */
  public static void run(Runnable operation) {
    long cpuEnd = THREADS.getCurrentThreadCpuTime() + CPU_TIME.toNanos();
    long started = System.nanoTime();
    while (THREADS.getCurrentThreadCpuTime() < cpuEnd
        && System.nanoTime() - started < LONGEST.toNanos()) {
      // Asking for the time costs more than some operations do.
      for (int i = 0; i < 100; i++) {
        operation.run();
      }
    }
  }
}
