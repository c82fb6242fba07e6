package dev.scheduling.availability;

import dev.scheduling.calendar.InvalidEventException;
import java.time.Duration;

/** The checks of what a search may ask for. */
final class SlotLimits {

  private SlotLimits() {}

  /** Says whether a duration is of whole seconds and from {@code least} to {@code most}. */
  static void checkBetween(String field, Duration value, Duration least, Duration most) {
    if (value.toNanosPart() != 0 || value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new InvalidEventException(
          field,
          field + " must be whole seconds from " + least + " to " + most + ", but is " + value);
    }
  }

  static void checkBetween(String field, int value, int least, int most) {
    if (value < least || value > most) {
      throw new InvalidEventException(
          field, field + " must be from " + least + " to " + most + ", but is " + value);
    }
  }
}
