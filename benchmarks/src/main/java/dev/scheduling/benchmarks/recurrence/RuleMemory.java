package dev.scheduling.benchmarks.recurrence;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/*
 * How much heap does a compiled rule keep? A thousand are made and held, each from a text of its own, and the heap
 * in use after a full collection is compared with before. What they share (zones, tables of the calendar) vanishes in
 * the division, which is right: it is paid once. Counting the objects that one rule reaches would charge it for all of
 * java.time's zone rules.
 */
/** Measures what a compiled rule keeps on the heap. */
final class RuleMemory {

  private static final int RULES = 1_000;

  private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

  private RuleMemory() {}

  /** Returns bytes for one rule that was compiled and asked for its first occurrence. */
  static double compiled(Subject subject, Task task) {
    return measure(subject, task, false);
  }

  /** Returns bytes for one rule after its task was answered once, with all that it now caches. */
  static double used(Subject subject, Task task) {
    return measure(subject, task, true);
  }

  private static double measure(Subject subject, Task task, boolean answer) {
    // The first ones fill the caches that all rules share.
    Object[] held = new Object[RULES];
    hold(held, 100, subject, task, answer);
    long before = usedHeap();
    hold(held, RULES, subject, task, answer);
    long after = usedHeap();
    if (held[RULES - 1] == null) {
      throw new IllegalStateException("nothing was held");
    }
    return (double) (after - before) / (RULES - 100);
  }

  private static void hold(Object[] held, int until, Subject subject, Task task, boolean answer) {
    for (int i = 0; i < until; i++) {
      if (held[i] != null) {
        continue;
      }
      Task own =
          new Task(
              new String(task.rule().toCharArray()),
              task.start(),
              task.zone(),
              task.from(),
              task.to(),
              task.limit());
      Query query = subject.query(own);
      if (answer) {
        query.answer(new Checksum());
      } else {
        // We compile, and lib-recur completes its rule, when the first question comes.
        query.answerFirst(new Checksum());
      }
      held[i] = query.compiled();
    }
  }

  private static long usedHeap() {
    long used = Long.MAX_VALUE;
    // Repeated until it shrinks no more: references are cleared one collection late.
    for (int attempt = 0; attempt < 10; attempt++) {
      MEMORY.gc();
      long now = MEMORY.getHeapMemoryUsage().getUsed();
      if (now >= used) {
        break;
      }
      used = now;
    }
    return used;
  }
}
