package dev.scheduling.engine;

import dev.scheduling.calendar.Hold;
import dev.scheduling.conflict.ConflictReport;

/** What came of the wish to hold some time. Immutable and thread-safe. */
public sealed interface HoldResult permits HoldResult.Held, BookingResult.Conflicting {

  /**
   * The time is held.
   *
   * @param hold the hold as it was stored
   * @param warnings the conflicts that a calendar's policy lets pass with a warning
   */
  record Held(Hold hold, ConflictReport warnings) implements HoldResult {}
}
