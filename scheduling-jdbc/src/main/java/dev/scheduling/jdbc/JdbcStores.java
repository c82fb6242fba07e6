package dev.scheduling.jdbc;

import dev.scheduling.Transactions;
import dev.scheduling.calendar.CalendarStore;
import dev.scheduling.calendar.HoldStore;
import dev.scheduling.engine.Stores;
import dev.scheduling.notification.ChannelStore;
import dev.scheduling.notification.NotificationStore;
import dev.scheduling.outbox.InboxStore;
import dev.scheduling.outbox.OutboxStore;
import dev.scheduling.reminder.ReminderStore;
import javax.sql.DataSource;

/**
 * All stores in one database, with transactions of their own. The tables must be there: see {@link
 * JdbcSchema}. Thread-safe.
 *
 * <p>To work inside a transaction of the application's, hand {@link
 * JdbcTransactions#joining(java.sql.Connection)} to {@link
 * dev.scheduling.engine.SchedulingEngine#joining}, or to whatever takes a transaction: the stores
 * work in any.
 */
public final class JdbcStores implements Stores {

  private final Transactions transactions;
  private final CalendarStore calendars;
  private final HoldStore holds;
  private final OutboxStore outbox;
  private final InboxStore inbox;
  private final NotificationStore notifications;
  private final ReminderStore reminders;
  private final ChannelStore channels;

  private JdbcStores(Transactions transactions, String prefix) {
    this.transactions = transactions;
    calendars = new JdbcCalendarStore(prefix);
    holds = new JdbcHoldStore(prefix);
    outbox = new JdbcOutboxStore(prefix);
    inbox = new JdbcInboxStore(prefix);
    notifications = new JdbcNotificationStore(prefix);
    reminders = new JdbcReminderStore(prefix);
    channels = new JdbcChannelStore(prefix);
  }

  /**
   * Stores with transactions of their own; see {@link JdbcTransactions#on}. The tables have the
   * {@linkplain JdbcSchema#DEFAULT_PREFIX default prefix}.
   */
  public static JdbcStores on(DataSource dataSource) {
    return on(dataSource, JdbcSchema.DEFAULT_PREFIX);
  }

  /** Stores with transactions of their own, in tables with another prefix. */
  public static JdbcStores on(DataSource dataSource, String prefix) {
    return new JdbcStores(JdbcTransactions.on(dataSource), prefix);
  }

  @Override
  public Transactions transactions() {
    return transactions;
  }

  @Override
  public CalendarStore calendars() {
    return calendars;
  }

  @Override
  public HoldStore holds() {
    return holds;
  }

  @Override
  public OutboxStore outbox() {
    return outbox;
  }

  @Override
  public InboxStore inbox() {
    return inbox;
  }

  @Override
  public NotificationStore notifications() {
    return notifications;
  }

  @Override
  public ReminderStore reminders() {
    return reminders;
  }

  @Override
  public ChannelStore channels() {
    return channels;
  }
}
