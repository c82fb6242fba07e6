package dev.scheduling.memory;

import dev.scheduling.Transactions;
import dev.scheduling.notification.ChannelStore;
import dev.scheduling.notification.ChannelStoreContract;

class InMemoryChannelStoreTest extends ChannelStoreContract {

  private final InMemoryTransactions transactions = new InMemoryTransactions();

  @Override
  protected Transactions transactions() {
    return transactions;
  }

  @Override
  protected ChannelStore emptyStore() {
    return new InMemoryChannelStore(transactions);
  }
}
