package dev.scheduling.ics;

import dev.scheduling.calendar.Event;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a file held. Every component of the file is either in an event or in {@link #skipped()}.
 * Immutable and thread-safe.
 */
public final class IcsContent {

  private final List<Event> events;
  private final List<SkippedComponent> skipped;
  private final List<IcsWarning> warnings;
  private final @Nullable String name;
  private final @Nullable ZoneId zone;

  IcsContent(List<Event> events, Findings findings, @Nullable String name, @Nullable ZoneId zone) {
    this.events = List.copyOf(events);
    this.skipped = findings.skipped();
    this.warnings = findings.warnings();
    this.name = name;
    this.zone = zone;
  }

  /** The events, in the order of the file, no two with the same UID. */
  public List<Event> events() {
    return events;
  }

  /** The components that could not be used, in the order of the file. */
  public List<SkippedComponent> skipped() {
    return skipped;
  }

  /**
   * What was read in another way than it was written; at most 1,000, of which the last may sum up.
   */
  public List<IcsWarning> warnings() {
    return warnings;
  }

  /** The name that the file gives its calendar (NAME or X-WR-CALNAME). */
  public Optional<String> name() {
    return Optional.ofNullable(name);
  }

  /** The zone that the file gives its calendar (X-WR-TIMEZONE), if it is known. */
  public Optional<ZoneId> zone() {
    return Optional.ofNullable(zone);
  }
}
