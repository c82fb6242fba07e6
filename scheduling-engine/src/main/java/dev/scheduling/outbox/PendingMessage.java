package dev.scheduling.outbox;

/**
 * A message that has not been sent yet, as a relay reads it. Immutable and thread-safe.
 *
 * @param number names it in its store; of two messages of a key the one appended first has the
 *     smaller number
 * @param message what to send
 * @param attempts how often it was tried in vain
 * @param place where it waits
 */
public record PendingMessage(long number, OutboxMessage message, int attempts, Place place) {

  /** Where a message waits. */
  public enum Place {
    /** In the queue, free to be sent. */
    QUEUE,
    /** In the queue, but its key is parked: it goes behind the others that wait for the key. */
    BLOCKED,
    /** Beside the queue, with its key parked; its time for another attempt has come. */
    PARKED
  }

  /** The key of the message. */
  public String key() {
    return message.key();
  }
}
