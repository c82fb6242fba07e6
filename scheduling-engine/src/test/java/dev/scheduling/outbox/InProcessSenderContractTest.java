package dev.scheduling.outbox;

import dev.scheduling.memory.InMemoryInboxStore;
import dev.scheduling.memory.InMemoryTransactions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

class InProcessSenderContractTest extends MessageSenderContract {

  private final List<OutboxMessage> received = Collections.synchronizedList(new ArrayList<>());

  @Override
  protected MessageSender sender() {
    InMemoryTransactions transactions = new InMemoryTransactions();
    return InProcessSender.builder(
            transactions, new InMemoryInboxStore(transactions), InstantSource.system())
        .consumer("c", Set.of("test.type"), (tx, message) -> received.add(message))
        .build();
  }

  @Override
  protected List<OutboxMessage> received(int atLeast) {
    return List.copyOf(received);
  }
}
