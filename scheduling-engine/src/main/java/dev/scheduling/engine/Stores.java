package dev.scheduling.engine;

import dev.scheduling.Transactions;
import dev.scheduling.calendar.CalendarStore;
import dev.scheduling.calendar.HoldStore;
import dev.scheduling.notification.ChannelStore;
import dev.scheduling.notification.NotificationStore;
import dev.scheduling.outbox.InboxStore;
import dev.scheduling.outbox.OutboxStore;
import dev.scheduling.reminder.ReminderStore;

/** The stores of one database, which share its transactions. Implementations are thread-safe. */
public interface Stores {

  Transactions transactions();

  CalendarStore calendars();

  HoldStore holds();

  OutboxStore outbox();

  InboxStore inbox();

  NotificationStore notifications();

  ReminderStore reminders();

  ChannelStore channels();
}
