package dev.scheduling.memory;

import dev.scheduling.Transactions;
import dev.scheduling.outbox.InboxStore;
import dev.scheduling.outbox.InboxStoreContract;

class InMemoryInboxStoreTest extends InboxStoreContract {

  private final InMemoryTransactions transactions = new InMemoryTransactions();

  @Override
  protected Transactions transactions() {
    return transactions;
  }

  @Override
  protected InboxStore emptyStore() {
    return new InMemoryInboxStore(transactions);
  }
}
