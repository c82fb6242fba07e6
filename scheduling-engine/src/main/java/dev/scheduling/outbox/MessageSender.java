package dev.scheduling.outbox;

import java.util.List;

/**
 * Hands messages to whoever receives them. Implementations are thread-safe; a relay calls from
 * several threads, but never at the same time with messages of the same partition, and outside any
 * transaction.
 */
@FunctionalInterface
public interface MessageSender {

  /**
   * Sends messages and waits until the fate of each is known. Messages of one key are in order, and
   * must arrive in order: after one that did not get through, later ones of its key are {@link
   * SendResult#held}.
   *
   * <p>An exception says nothing about single messages; they are then sent one by one.
   *
   * @param messages at least one
   * @return as many results, in the same order
   */
  List<SendResult> send(List<OutboxMessage> messages);
}
