package dev.scheduling.benchmarks.start;

import java.time.Duration;

/**
 * One start of the server.
 *
 * @param untilReady from the start of {@code ./serve} to the first 200 of {@code /health/ready}
 * @param cpu the CPU time that the server's process has used by then, on all its threads
 * @param residentBytes the memory that the server's process holds then, as the system counts it
 */
public record Start(Duration untilReady, Duration cpu, long residentBytes) {}
