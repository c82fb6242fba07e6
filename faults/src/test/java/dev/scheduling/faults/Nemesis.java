package dev.scheduling.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;

/** Does harm to everything at the same time: an {@link Assault} on each target. Thread-safe. */
final class Nemesis {

  private final Set<Fault> kinds;
  private final Map<Fault, Integer> done = new EnumMap<>(Fault.class);
  private final CountDownLatch relent = new CountDownLatch(1);
  private final List<Assault> assaults = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  Nemesis(Cluster cluster, Plan plan) {
    kinds = Set.copyOf(plan.kinds());
    for (Target target : Target.values()) {
      // Sorted, so that a seed means the same in every run.
      List<Fault> some =
          new TreeSet<>(kinds).stream().filter(kind -> kind.target() == target).toList();
      if (!some.isEmpty()) {
        assaults.add(new Assault(cluster, target, some, plan.seed(), relent, this::count));
      }
    }
  }

  void start() {
    for (Assault assault : assaults) {
      Thread thread = new Thread(assault, "assault");
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
  }

  private synchronized void count(Fault fault) {
    done.merge(fault, 1, Integer::sum);
  }

  /** How many faults struck, by kind. */
  synchronized Map<Fault, Integer> done() {
    return new EnumMap<>(done);
  }

  synchronized int count() {
    return done.values().stream().mapToInt(Integer::intValue).sum();
  }

  synchronized boolean hasDoneEveryKind() {
    return done.keySet().containsAll(kinds);
  }

  /**
   * Sees to it that the harm goes on.
   *
   * @throws IllegalStateException if a process died of something that nobody did to it
   */
  void check() {
    assaults.forEach(Assault::check);
  }

  /** Ends all harm, and mends what was done: returns when everything runs again. */
  void relent() throws IOException, InterruptedException {
    relent.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    check();
    for (Assault assault : assaults) {
      assault.mend();
    }
  }

  /** Starts those who came to their end although they had been pardoned: it was too late. */
  void startWhatDiedLate() throws IOException {
    for (Assault assault : assaults) {
      assault.startWhatDiedLate();
    }
  }
}
