package dev.scheduling.memory;

import dev.scheduling.Transactions;
import dev.scheduling.calendar.CalendarStore;
import dev.scheduling.engine.Stores;
import dev.scheduling.outbox.InboxStore;
import dev.scheduling.outbox.OutboxStore;
import java.time.InstantSource;

/** All stores in memory, with one set of transactions. Thread-safe; gone with the process. */
public final class InMemoryStores implements Stores {

  private final InMemoryTransactions transactions = new InMemoryTransactions();
  private final CalendarStore calendars = new InMemoryCalendarStore(transactions);
  private final OutboxStore outbox;
  private final InboxStore inbox = new InMemoryInboxStore(transactions);

  /** Stores whose leases go by the system's clock. */
  public InMemoryStores() {
    this(InstantSource.system());
  }

  /**
   * Stores whose leases go by another clock.
   *
   * @param leaseClock decides when the lease of a partition of the outbox has ended
   */
  public InMemoryStores(InstantSource leaseClock) {
    outbox = new InMemoryOutboxStore(transactions, leaseClock);
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
}
