package dev.scheduling.outbox;

import java.time.Instant;

/**
 * A message that was given up. Immutable and thread-safe.
 *
 * @param number names it in its store
 * @param message what could not be sent
 * @param attempts how often it was tried, at least once
 * @param cause why the last attempt failed
 * @param died when it was given up
 */
public record DeadLetter(
    long number, OutboxMessage message, int attempts, String cause, Instant died) {}
