package dev.scheduling.outbox;

import java.time.Instant;
import java.util.List;

/**
 * What became of messages that a relay read from one partition. Immutable and thread-safe.
 *
 * @param sent reached their receiver and are removed
 * @param retries failed and park their key until their next attempt
 * @param deaths are given up and become dead letters
 * @param behind go behind the others of their key, if that is (still) parked; else they stay
 * @param at when, by the relay's clock
 */
public record Completion(
    List<PendingMessage> sent,
    List<Retry> retries,
    List<Death> deaths,
    List<PendingMessage> behind,
    Instant at) {

  public Completion {
    sent = List.copyOf(sent);
    retries = List.copyOf(retries);
    deaths = List.copyOf(deaths);
    behind = List.copyOf(behind);
  }

  /**
   * An attempt that failed and will be repeated.
   *
   * @param pending the message; its attempts do not count this one yet
   * @param next when to try again
   * @param cause why it failed
   */
  public record Retry(PendingMessage pending, Instant next, String cause) {}

  /**
   * An attempt that failed for good.
   *
   * @param pending the message; its attempts do not count this one yet
   * @param cause why it failed
   * @param holdsKey whether later messages of the key wait until somebody redrives or discards it
   */
  public record Death(PendingMessage pending, String cause, boolean holdsKey) {}
}
