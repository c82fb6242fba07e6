package dev.scheduling.outbox;

/**
 * The right to send a partition's messages for a while. Immutable and thread-safe.
 *
 * @param partition from 0, below {@value OutboxStore#PARTITIONS}
 * @param epoch grows with every new owner; a completion that carries an older one is refused
 */
public record PartitionLease(int partition, long epoch) {}
