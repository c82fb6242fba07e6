package dev.scheduling.engine;

import dev.scheduling.CalendarId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Lets the threads of this process come to a calendar's row one after the other. Thread-safe. */
final class CalendarQueues {

  /*
   * The row lock decides; this only says where to wait for it. Who waits here holds no connection,
   * and finds the index as the one before left it: in the database's own queue, the next is let in
   * before the commit was heard of, and has to read what was written. Calendars share queues by
   * their hash, and queues are entered in one order, so that nobody waits in a circle.
   */

  private static final int QUEUES = 256;

  private final ReentrantLock[] queues = new ReentrantLock[QUEUES];

  CalendarQueues() {
    for (int i = 0; i < QUEUES; i++) {
      queues[i] = new ReentrantLock();
    }
  }

  /** Runs {@code work} when nobody else of this process is at one of these calendars. */
  <T> T await(Collection<CalendarId> calendars, Supplier<T> work) {
    TreeSet<Integer> numbers = new TreeSet<>();
    calendars.forEach(id -> numbers.add(Math.floorMod(id.hashCode(), QUEUES)));
    List<ReentrantLock> entered = new ArrayList<>();
    try {
      for (int number : numbers) {
        queues[number].lock();
        entered.add(queues[number]);
      }
      return work.get();
    } finally {
      entered.forEach(ReentrantLock::unlock);
    }
  }
}
