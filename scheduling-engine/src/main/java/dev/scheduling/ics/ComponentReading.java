package dev.scheduling.ics;

import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.OccurrenceOverride;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one VEVENT says by itself.
 *
 * @param event the event that it describes, its recurrence left out
 * @param recurrence what makes it repeat: RRULE, EXRULE, RDATE and EXDATE
 * @param replaces the original start of the occurrence that it replaces; null for a master
 * @param range how far the replacement reaches
 * @param hasUid whether the UID was in the file, or was made
 */
record ComponentReading(
    Event event,
    List<IcsProperty> recurrence,
    @Nullable EventTime replaces,
    OccurrenceOverride.Range range,
    boolean hasUid) {

  String uid() {
    return event.icalUid();
  }

  /** Whether this was written after another reading of the same thing. */
  boolean isNewerThan(ComponentReading other) {
    int bySequence = Integer.compare(event.stamp().sequence(), other.event.stamp().sequence());
    return bySequence != 0
        ? bySequence > 0
        : event.stamp().updated().isAfter(other.event.stamp().updated());
  }
}
