package dev.scheduling.memory;

import dev.scheduling.Transactions;
import dev.scheduling.outbox.OutboxLeaseContract;
import dev.scheduling.outbox.OutboxStore;
import java.time.InstantSource;

class InMemoryOutboxLeaseTest extends OutboxLeaseContract {

  private final InMemoryTransactions transactions = new InMemoryTransactions();

  @Override
  protected Transactions transactions() {
    return transactions;
  }

  @Override
  protected OutboxStore emptyStore(InstantSource leaseClock) {
    return new InMemoryOutboxStore(transactions, leaseClock);
  }
}
