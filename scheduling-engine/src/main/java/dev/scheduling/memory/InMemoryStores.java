package dev.scheduling.memory;

import dev.scheduling.engine.Stores;
import java.time.InstantSource;

/** All stores in memory, under the same transactions. Thread-safe. */
public final class InMemoryStores implements Stores {

  private final InMemoryTransactions transactions = new InMemoryTransactions();
  private final InMemoryCalendarStore calendars = new InMemoryCalendarStore(transactions);
  private final InMemoryInboxStore inbox = new InMemoryInboxStore(transactions);
  private final InMemoryNotificationStore notifications =
      new InMemoryNotificationStore(transactions);
  private final InMemoryChannelStore channels = new InMemoryChannelStore(transactions);
  private final InMemoryHoldStore holds = new InMemoryHoldStore(transactions, calendars);
  private final InMemoryReminderStore reminders = new InMemoryReminderStore(transactions);
  private final InMemoryOutboxStore outbox;

  /** Empty stores. */
  public InMemoryStores() {
    this(InstantSource.system());
  }

  /**
   * Empty stores.
   *
   * @param leaseClock by which a relay's leases are decided
   */
  public InMemoryStores(InstantSource leaseClock) {
    outbox = new InMemoryOutboxStore(transactions, leaseClock);
  }

  @Override
  public InMemoryTransactions transactions() {
    return transactions;
  }

  @Override
  public InMemoryCalendarStore calendars() {
    return calendars;
  }

  @Override
  public InMemoryHoldStore holds() {
    return holds;
  }

  @Override
  public InMemoryOutboxStore outbox() {
    return outbox;
  }

  @Override
  public InMemoryInboxStore inbox() {
    return inbox;
  }

  @Override
  public InMemoryNotificationStore notifications() {
    return notifications;
  }

  @Override
  public InMemoryReminderStore reminders() {
    return reminders;
  }

  @Override
  public InMemoryChannelStore channels() {
    return channels;
  }
}
