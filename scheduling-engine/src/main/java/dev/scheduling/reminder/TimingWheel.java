package dev.scheduling.reminder;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps elements until they are due, at a constant cost for each. Not thread-safe. */
final class TimingWheel<E> {

  /*
   * A hashed hierarchical timing wheel [1]. Time is cut into ticks. The first wheel has a slot for
   * each of the next 256 ticks, the second one for each of the next 256 turns of the first, and so
   * on. Adding is an index into a wheel; once a turn of a wheel is over, the next slot of the coarser
   * wheel is spread over it. So an element is touched once a wheel and never compared with another.
   *
   * An element's tick is the first that does not begin before it is due: it is late by less than a
   * tick and never early.
   *
   * [1] Varghese and Lauck, "Hashed and Hierarchical Timing Wheels", SOSP 1987, scheme 7
   */

  static final Duration TICK = Duration.ofMillis(10);

  private static final int BITS = 8;
  private static final int SLOTS = 1 << BITS;
  private static final int WHEELS = 4;

  /** The furthest that an element is put ahead, 497 days; it is put again when that has passed. */
  private static final long FURTHEST = (1L << (BITS * WHEELS)) - 1;

  private record Entry<E>(long tick, E element) {}

  private final List<List<List<Entry<E>>>> wheels = new ArrayList<>(WHEELS);
  private long current;
  private int size;

  TimingWheel(Instant now) {
    current = Math.floorDiv(now.toEpochMilli(), TICK.toMillis());
    for (int wheel = 0; wheel < WHEELS; wheel++) {
      List<List<Entry<E>>> slots = new ArrayList<>(SLOTS);
      for (int slot = 0; slot < SLOTS; slot++) {
        slots.add(new ArrayList<>(0));
      }
      wheels.add(slots);
    }
  }

  int size() {
    return size;
  }

  /** Adds an element; one that is due already comes with the next tick. */
  void add(Instant due, E element) {
    long tick = -Math.floorDiv(-due.toEpochMilli(), TICK.toMillis());
    size++;
    place(new Entry<>(Math.max(tick, current + 1), element));
  }

  private void place(Entry<E> entry) {
    long distance = Math.min(entry.tick() - current, FURTHEST);
    int wheel = 0;
    while (distance >> (BITS * (wheel + 1)) != 0) {
      wheel++;
    }
    slot(wheel, current + distance).add(entry);
  }

  private List<Entry<E>> slot(int wheel, long tick) {
    return wheels.get(wheel).get((int) (tick >> (BITS * wheel)) & (SLOTS - 1));
  }

  /** Takes out what is due; nothing if the time is not later than that of the last call. */
  List<E> advance(Instant now) {
    long target = Math.floorDiv(now.toEpochMilli(), TICK.toMillis());
    List<E> due = new ArrayList<>();
    while (current < target && size > 0) {
      current++;
      for (int wheel = WHEELS - 1; wheel > 0; wheel--) {
        if ((current & ((1L << (BITS * wheel)) - 1)) == 0) {
          take(slot(wheel, current), due);
        }
      }
      take(slot(0, current), due);
    }
    current = Math.max(current, target);
    return due;
  }

  private void take(List<Entry<E>> slot, List<E> due) {
    if (slot.isEmpty()) {
      return;
    }
    List<Entry<E>> entries = List.copyOf(slot);
    slot.clear();
    for (Entry<E> entry : entries) {
      if (entry.tick() <= current) {
        due.add(entry.element());
        size--;
      } else {
        place(entry);
      }
    }
  }

  /** An instant before which nothing is due; empty if nothing is there. */
  Optional<Instant> next() {
    if (size == 0) {
      return Optional.empty();
    }
    long tick = current + 1;
    // Up to the end of the first wheel's turn, where the next one may spread more over it.
    while ((tick & (SLOTS - 1)) != 0 && slot(0, tick).isEmpty()) {
      tick++;
    }
    return Optional.of(Instant.ofEpochMilli(tick * TICK.toMillis()));
  }
}
