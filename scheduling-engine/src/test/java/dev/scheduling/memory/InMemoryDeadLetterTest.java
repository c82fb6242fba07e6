package dev.scheduling.memory;

import dev.scheduling.Transactions;
import dev.scheduling.outbox.DeadLetterContract;
import dev.scheduling.outbox.OutboxStore;
import java.time.InstantSource;

class InMemoryDeadLetterTest extends DeadLetterContract {

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
