package dev.scheduling.jdbc;

import dev.scheduling.Transactions;
import dev.scheduling.calendar.CalendarStore;
import dev.scheduling.engine.Stores;
import dev.scheduling.notification.NotificationStore;
import dev.scheduling.outbox.InboxStore;
import dev.scheduling.outbox.OutboxStore;
import java.sql.Connection;
import javax.sql.DataSource;

/**
 * All stores in one database, and a way into its transactions. The tables must be there: see {@link
 * JdbcSchema}. As thread-safe as the transactions are.
 */
public final class JdbcStores implements Stores {

  private final Transactions transactions;
  private final CalendarStore calendars;
  private final OutboxStore outbox;
  private final InboxStore inbox;
  private final NotificationStore notifications;

  private JdbcStores(Transactions transactions, String prefix) {
    this.transactions = transactions;
    calendars = new JdbcCalendarStore(prefix);
    outbox = new JdbcOutboxStore(prefix);
    inbox = new JdbcInboxStore(prefix);
    notifications = new JdbcNotificationStore(prefix);
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

  /**
   * Stores inside the transaction that the caller has open on a connection; see {@link
   * JdbcTransactions#joining(Connection)}. Not for a relay, which needs transactions of its own.
   */
  public static JdbcStores joining(Connection connection) {
    return joining(connection, JdbcSchema.DEFAULT_PREFIX);
  }

  /** Stores inside the caller's transaction, in tables with another prefix. */
  public static JdbcStores joining(Connection connection, String prefix) {
    return new JdbcStores(JdbcTransactions.joining(connection), prefix);
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
}
