package dev.scheduling.ics;

import org.jspecify.annotations.Nullable;

/**
 * A component of a file that was not imported. Immutable and thread-safe.
 *
 * @param uid its UID, or null if it has none
 * @param component its kind: {@code VEVENT}, {@code VTODO}
 * @param reason why, naming the property at fault
 */
public record SkippedComponent(@Nullable String uid, String component, String reason) {}
