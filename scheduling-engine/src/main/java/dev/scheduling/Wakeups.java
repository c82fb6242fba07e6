package dev.scheduling;

import java.util.function.Consumer;

/**
 * The way in which nodes tell each other that it is worth to look into the store now. A wake-up is
 * a hint: it may be lost, come twice or out of order, and nothing may depend on it; whoever listens
 * also looks by itself now and then.
 *
 * <p>Implementations are thread-safe and hold to {@code WakeupsContract}. No method throws because
 * the others cannot be reached, or waits for them.
 */
public interface Wakeups extends AutoCloseable {

  /** Tells nobody, and hears nothing: for a node that is alone. */
  static Wakeups none() {
    return new Wakeups() {
      @Override
      public void wake(String topic, String subject) {}

      @Override
      public void listen(String topic, Consumer<String> listener) {}
    };
  }

  /**
   * Wakes those who listen on other nodes; whether those on this node hear it is left open. Call it
   * after the commit of what they are to find.
   *
   * @param topic what kind of thing there is: 1 to 64 characters of {@code A-Z a-z 0-9 . _ -}
   * @param subject whom or what it concerns, in the same characters; empty for everything
   */
  void wake(String topic, String subject);

  /**
   * Calls a listener with the subject of each wake-up on a topic from now on. It must not block,
   * for it holds up all other wake-ups.
   */
  void listen(String topic, Consumer<String> listener);

  /** Stops to wake and to hear. */
  @Override
  default void close() {}

  /**
   * Checks a topic or a subject.
   *
   * @throws IllegalArgumentException if it is not as {@link #wake} wants it
   */
  static void check(String topic, String subject) {
    Identifiers.check("topic", topic);
    if (!subject.isEmpty()) {
      Identifiers.check("subject", subject);
    }
  }
}
