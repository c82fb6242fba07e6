package dev.scheduling.memory;

import dev.scheduling.Transactions;
import dev.scheduling.outbox.OutboxStore;
import dev.scheduling.outbox.OutboxStoreContract;
import java.time.InstantSource;

class InMemoryOutboxStoreTest extends OutboxStoreContract {

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
