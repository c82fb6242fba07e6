package dev.scheduling.benchmarks.start;

import java.time.Duration;

/**
 * One start of the server.
 *
 * @param untilReady from the start of {@code ./serve} to the first 200 of {@code /health/ready}
 * @param residentBytes the memory that the server's process holds then, as the system counts it
 */
record Start(Duration untilReady, long residentBytes) {}
