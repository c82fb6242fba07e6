package dev.scheduling.calendar;

import dev.scheduling.TimeRange;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One concrete instance of an event. Immutable and thread-safe. */
public final class Occurrence {

  private final Event event;
  private final RecurrenceId id;
  private final EventTime start;
  private final EventTime end;
  private final TimeRange range;
  private final @Nullable OccurrenceOverride override;

  Occurrence(
      Event event,
      RecurrenceId id,
      EventTime start,
      EventTime end,
      TimeRange range,
      @Nullable OccurrenceOverride override) {
    this.event = event;
    this.id = id;
    this.start = start;
    this.end = end;
    this.range = range;
    this.override = override;
  }

  /** The event that it is an instance of. */
  public Event event() {
    return event;
  }

  /** Its original start, which names it. */
  public RecurrenceId id() {
    return id;
  }

  /** When it starts, of the same kind as the event's start. */
  public EventTime start() {
    return start;
  }

  /** When it ends (exclusive), of the same kind as the start. */
  public EventTime end() {
    return end;
  }

  /** Its instants, in the zone in which floating times were placed. */
  public TimeRange range() {
    return range;
  }

  /** Whether this very occurrence was changed; those that follow an earlier change were not. */
  public boolean isOverridden() {
    return override != null && override.id().equals(id);
  }

  public String title() {
    return override != null && override.title() != null ? override.title() : event.title();
  }

  public String description() {
    return override != null && override.description() != null
        ? override.description()
        : event.description();
  }

  public String location() {
    return override != null && override.location() != null ? override.location() : event.location();
  }

  public EventStatus status() {
    return override != null && override.status() != null ? override.status() : event.status();
  }

  public Transparency transparency() {
    return override != null && override.transparency() != null
        ? override.transparency()
        : event.transparency();
  }

  public List<String> tags() {
    return override != null && override.tags() != null ? override.tags() : event.tags();
  }

  /** What changed it, or moved it along with an earlier one. */
  public Optional<OccurrenceOverride> override() {
    return Optional.ofNullable(override);
  }

  /** Whether it takes up time and so takes part in conflicts. */
  public boolean isBusy() {
    return transparency() == Transparency.OPAQUE
        && status() != EventStatus.CANCELLED
        && !range.isEmpty();
  }

  @Override
  public String toString() {
    return "Occurrence[" + event.id() + " " + id + " at " + range + "]";
  }
}
