package dev.scheduling;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** What all {@link Wakeups} have to hold: that a hint comes, if it is given again and again. */
public abstract class WakeupsContract {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** The wake-ups as a node sees them; each call is another node. They are closed by the test. */
  protected abstract Wakeups node();

  /** Wakes until somebody has heard it: a single one may be lost. */
  protected static void wakeUntilHeard(
      Wakeups waker, String topic, String subject, Queue<String> heard) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              waker.wake(topic, subject);
              return heard.contains(subject);
            });
  }

  @Test
  void otherNodeHearsTheSubjectsOfItsTopicAndNoOthers() {
    try (Wakeups one = node();
        Wakeups other = node()) {
      Queue<String> heard = new ConcurrentLinkedQueue<>();
      Queue<String> elsewhere = new ConcurrentLinkedQueue<>();
      other.listen("topic", heard::add);
      other.listen("elsewhere", elsewhere::add);
      wakeUntilHeard(one, "topic", "", heard);
      wakeUntilHeard(one, "topic", "somebody", heard);
      wakeUntilHeard(one, "elsewhere", "else", elsewhere);

      assertEquals(Set.of("", "somebody"), new HashSet<>(heard));
      assertEquals(Set.of("else"), new HashSet<>(elsewhere));
    }
  }

  @Test
  void allListenersOfATopicHearIt() {
    try (Wakeups one = node();
        Wakeups other = node()) {
      Queue<String> first = new ConcurrentLinkedQueue<>();
      Queue<String> second = new ConcurrentLinkedQueue<>();
      other.listen("topic", first::add);
      other.listen("topic", second::add);
      wakeUntilHeard(one, "topic", "somebody", first);

      await().atMost(PATIENCE).until(() -> second.contains("somebody"));
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
