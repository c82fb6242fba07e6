package dev.scheduling.ics;

import org.jspecify.annotations.Nullable;

/**
 * What was read in another way than it was written, or left out of an event that was imported.
 * Immutable and thread-safe.
 *
 * @param uid the event that it is about, or null for the file as a whole
 * @param message what was found and what became of it
 */
public record IcsWarning(@Nullable String uid, String message) {}
