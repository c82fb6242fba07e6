package dev.scheduling.calendar;

import dev.scheduling.EventId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which events of a calendar to list. What is null does not restrict. Immutable and thread-safe.
 *
 * @param text occurs in the title, the description or the location, whatever the case
 * @param tag one of the event's tags, whatever the case
 * @param updatedSince changed at this instant or later
 * @param after only ids greater than this one: the last of the page before
 * @param limit how many at most, 1 to 1,000
 */
public record EventFilter(
    @Nullable String text,
    @Nullable String tag,
    @Nullable Instant updatedSince,
    @Nullable EventId after,
    int limit) {

  /** The most events that one call lists. */
  public static final int MOST = 1_000;

  public EventFilter {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit must be 1 to " + MOST + ", but is " + limit);
    }
  }

  /** The first {@code limit} events of a calendar. */
  public static EventFilter all(int limit) {
    return new EventFilter(null, null, null, null, limit);
  }

  /** The same filter for what comes after {@code event}. */
  public EventFilter after(EventId event) {
    return new EventFilter(text, tag, updatedSince, event, limit);
  }
}
