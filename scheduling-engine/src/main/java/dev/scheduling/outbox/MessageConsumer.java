package dev.scheduling.outbox;

import dev.scheduling.Transaction;
import java.util.List;

/** The effect of a message. Implementations are thread-safe. */
@FunctionalInterface
public interface MessageConsumer {

  /** The most messages that come together: {@value}. */
  int MOST_TOGETHER = 500;

  /**
   * Has the effect of a message, in the transaction that also remembers that it was taken.
   *
   * @throws RefusedException if the message makes no sense and never will; what else is thrown lets
   *     it be tried again
   */
  void consume(Transaction tx, OutboxMessage message);

  /**
   * Has the effects of several messages in one transaction, each as if it had come alone and in
   * their order. If this throws, none of them has had its effect, and they come again in smaller
   * groups until each that fails is alone.
   *
   * @param messages 1 to {@value #MOST_TOGETHER}
   */
  default void consumeAll(Transaction tx, List<OutboxMessage> messages) {
    messages.forEach(message -> consume(tx, message));
  }
}
