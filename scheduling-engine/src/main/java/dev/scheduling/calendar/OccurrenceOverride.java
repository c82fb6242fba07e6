package dev.scheduling.calendar;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An occurrence that was changed: what replaces the one that the rule makes at {@link #id()}. What
 * is null stays as the series has it.
 *
 * <p>Immutable and thread-safe.
 *
 * @param id the original start of the occurrence
 * @param range whether later occurrences follow
 * @param start the new start, of the same kind as the series'
 * @param length the new length
 * @param title the new title
 * @param description the new description
 * @param location the new location
 * @param transparency whether the occurrence takes up time
 * @param status how settled it is
 * @param tags its tags
 */
public record OccurrenceOverride(
    RecurrenceId id,
    Range range,
    EventTime start,
    EventLength length,
    @Nullable String title,
    @Nullable String description,
    @Nullable String location,
    @Nullable Transparency transparency,
    @Nullable EventStatus status,
    @Nullable List<String> tags) {

  /** How far a change reaches (the RANGE parameter of RFC 5545, section 3.2.13). */
  public enum Range {
    /** This occurrence alone. */
    THIS,
    /** This one, and every later one by the same distance and with the same length. */
    THIS_AND_FUTURE
  }

  public OccurrenceOverride {
    requireNonNull(id, "id");
    requireNonNull(range, "range");
    requireNonNull(start, "start");
    requireNonNull(length, "length");
    if (title != null) {
      EventLimits.checkText("title", title, EventLimits.TITLE);
    }
    if (description != null) {
      EventLimits.checkText("description", description, EventLimits.DESCRIPTION);
    }
    if (location != null) {
      EventLimits.checkText("location", location, EventLimits.LOCATION);
    }
    if (tags != null) {
      tags = Tags.normalized(tags);
    }
  }

  /** An override that moves the occurrence {@code id} and changes nothing else. */
  public static OccurrenceOverride moved(RecurrenceId id, EventTime start, EventLength length) {
    return new OccurrenceOverride(
        id, Range.THIS, start, length, null, null, null, null, null, null);
  }

  /** Whether the later occurrences follow this one. */
  public boolean reachesFuture() {
    return range == Range.THIS_AND_FUTURE;
  }

  /** The same change without the words: what it does to busy time. */
  OccurrenceOverride timesOnly() {
    return new OccurrenceOverride(
        id, range, start, length, null, null, null, transparency, status, null);
  }

  /** The same change named by another original start. */
  public OccurrenceOverride withId(RecurrenceId other) {
    return new OccurrenceOverride(
        other, range, start, length, title, description, location, transparency, status, tags);
  }
}
