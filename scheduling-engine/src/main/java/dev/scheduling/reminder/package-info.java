/**
 * Reminders at their time: one cursor for each reminder of an event, which the scheduler follows
 * from one occurrence to the next, and deliveries in the outbox, which are checked once more before
 * they have an effect.
 *
 * <p>Ports: {@link dev.scheduling.reminder.ReminderStore}, {@link
 * dev.scheduling.reminder.ReminderListener}.
 */
@NullMarked
package dev.scheduling.reminder;

import org.jspecify.annotations.NullMarked;
