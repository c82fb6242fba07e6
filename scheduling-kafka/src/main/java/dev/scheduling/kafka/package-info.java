/**
 * The outbox's sender to Apache Kafka, and the loop that takes messages from there to consumers.
 * Clients are configured and handed in by the caller.
 */
@NullMarked
package dev.scheduling.kafka;

import org.jspecify.annotations.NullMarked;
