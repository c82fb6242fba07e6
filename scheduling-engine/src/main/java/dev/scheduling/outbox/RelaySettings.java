package dev.scheduling.outbox;

import java.time.Duration;
import java.util.Map;

/**
 * What a relay goes by.
 *
 * @param name names the relay to the others
 * @param lease how long leases last
 * @param shortestPoll the pause after the first look that found nothing
 * @param longestPoll the pause after many
 * @param batch the most messages of a partition that are sent together
 * @param lanes how many partitions are worked on at the same time
 * @param retry for types that have no policy of their own
 * @param retryByType by message type
 */
record RelaySettings(
    String name,
    Duration lease,
    Duration shortestPoll,
    Duration longestPoll,
    int batch,
    int lanes,
    RetryPolicy retry,
    Map<String, RetryPolicy> retryByType) {

  RelaySettings {
    retryByType = Map.copyOf(retryByType);
  }

  RetryPolicy retryOf(OutboxMessage message) {
    return retryByType.getOrDefault(message.type(), retry);
  }
}
