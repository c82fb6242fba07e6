package dev.scheduling.outbox;

import dev.scheduling.Transaction;

/** The effect of a message. Implementations are thread-safe. */
@FunctionalInterface
public interface MessageConsumer {

  /**
   * Has the effect of a message, in the transaction that also remembers that it was taken.
   *
   * @throws RefusedException if the message makes no sense and never will; what else is thrown lets
   *     it be tried again
   */
  void consume(Transaction tx, OutboxMessage message);
}
