package dev.scheduling.reminder;

import java.util.List;

/**
 * Hears of reminders in this process at the moment they are due. Implementations are thread-safe
 * and do not block.
 */
@FunctionalInterface
public interface ReminderListener {

  /**
   * Called when reminders are due, never before, on the scheduler's own thread. It is a hint: it
   * comes for what this scheduler staged, is not repeated after a crash, and may still come when
   * the event was changed within the look-ahead. What counts is the message in the outbox, which is
   * checked against the cursor when it is delivered.
   */
  void due(List<DueReminder> reminders);
}
