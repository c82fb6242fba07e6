package dev.scheduling.recurrence;

/**
 * How many occurrences were counted, and why the count stopped.
 *
 * @param count the number counted
 * @param end {@link OccurrenceCursor.End#WINDOW} or {@code EXHAUSTED} when the count is complete;
 *     {@code LIMIT} when the window reaches beyond the year 9999; {@code BUDGET} when it was given
 *     up and is a lower bound
 */
public record OccurrenceCount(long count, OccurrenceCursor.End end) {}
