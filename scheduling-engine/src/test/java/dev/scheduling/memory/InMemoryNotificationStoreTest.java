package dev.scheduling.memory;

import dev.scheduling.Transactions;
import dev.scheduling.notification.NotificationStore;
import dev.scheduling.notification.NotificationStoreContract;

class InMemoryNotificationStoreTest extends NotificationStoreContract {

  private final InMemoryTransactions transactions = new InMemoryTransactions();

  @Override
  protected Transactions transactions() {
    return transactions;
  }

  @Override
  protected NotificationStore emptyStore() {
    return new InMemoryNotificationStore(transactions);
  }
}
