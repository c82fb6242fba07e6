package dev.scheduling.server.channel;

/**
 * A notification in words. Immutable and thread-safe.
 *
 * @param title one line
 * @param detail one more line; perhaps empty
 */
record Notice(String title, String detail) {}
