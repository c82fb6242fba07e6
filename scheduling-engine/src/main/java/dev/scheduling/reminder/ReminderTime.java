package dev.scheduling.reminder;

import dev.scheduling.calendar.RecurrenceId;
import java.time.Instant;
import java.util.Comparator;

/**
 * When a reminder is due, and of which occurrence. Ordered by the due time, and by the name of the
 * occurrence where two are due at once. Immutable and thread-safe.
 *
 * @param occurrence the original start of the occurrence
 * @param starts when the occurrence starts
 * @param due when the reminder fires; whole seconds
 */
public record ReminderTime(RecurrenceId occurrence, Instant starts, Instant due)
    implements Comparable<ReminderTime> {

  private static final Comparator<ReminderTime> ORDER =
      Comparator.comparing(ReminderTime::due).thenComparing(time -> time.occurrence().toString());

  @Override
  public int compareTo(ReminderTime other) {
    return ORDER.compare(this, other);
  }
}
