package dev.scheduling;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** What all {@link Wakeups} have to hold: that a hint comes, if it is given again and again. */
public abstract class WakeupsContract {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** The wake-ups as a node sees them; each call is another node. They are closed by the test. */
  protected abstract Wakeups node();

  /** Wakes until it is heard, for a single one may be lost; returns what was heard until then. */
  protected static Set<String> wakeUntilHeard(
      Wakeups waker, String topic, String subject, BlockingQueue<String> heard) {
    Set<String> all = new HashSet<>();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() - end < 0) {
      waker.wake(topic, subject);
      if (hears(subject, heard, Duration.ofMillis(50), all)) {
        return all;
      }
    }
    throw new AssertionError(subject + " was not heard, but " + all);
  }

  private static boolean hears(
      String subject, BlockingQueue<String> heard, Duration within, Set<String> all) {
    try {
      String next = heard.poll(within.toMillis(), MILLISECONDS);
      while (next != null) {
        all.add(next);
        next = heard.poll();
      }
      return all.contains(subject);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Test
  void otherNodeHearsTheSubjectsOfItsTopicAndNoOthers() {
    try (Wakeups one = node();
        Wakeups other = node()) {
      BlockingQueue<String> heard = new LinkedBlockingQueue<>();
      BlockingQueue<String> elsewhere = new LinkedBlockingQueue<>();
      other.listen("topic", heard::add);
      other.listen("elsewhere", elsewhere::add);

      assertEquals(Set.of(""), wakeUntilHeard(one, "topic", "", heard));
      assertEquals(Set.of("else"), wakeUntilHeard(one, "elsewhere", "else", elsewhere));
      assertTrue(wakeUntilHeard(one, "topic", "somebody", heard).size() <= 2);
    }
  }

  @Test
  void allListenersOfATopicHearIt() {
    try (Wakeups one = node();
        Wakeups other = node()) {
      BlockingQueue<String> first = new LinkedBlockingQueue<>();
      BlockingQueue<String> second = new LinkedBlockingQueue<>();
      other.listen("topic", first::add);
      other.listen("topic", second::add);

      assertEquals(Set.of("somebody"), wakeUntilHeard(one, "topic", "somebody", first));
      assertEquals(Set.of("somebody"), wakeUntilHeard(one, "topic", "somebody", second));
    }
  }

  @Test
  void wakingNobodyDoesNoHarmAndWordsThatAreNoneAreRefused() {
    try (Wakeups one = node()) {
      one.wake("nobody", "listens");
      assertThrows(IllegalArgumentException.class, () -> one.wake("", "x"));
      assertThrows(IllegalArgumentException.class, () -> one.wake("topic", "two\nlines"));
      assertThrows(IllegalArgumentException.class, () -> one.listen("a b", subject -> {}));
    }
  }
}
