package dev.scheduling.server.account;

import dev.scheduling.OwnerId;
import dev.scheduling.Transaction;
import dev.scheduling.outbox.MessageConsumer;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.server.json.Json;
import org.jdbi.v3.core.Jdbi;

/**
 * A consumer of the engine's messages that passes over those whose owner has no account any more:
 * nobody is there to be told, and nothing of a deleted account comes back. Thread-safe.
 */
public final class ForAccounts implements MessageConsumer {

  private final Jdbi jdbi;
  private final MessageConsumer consumer;

  public ForAccounts(Jdbi jdbi, MessageConsumer consumer) {
    this.jdbi = jdbi;
    this.consumer = consumer;
  }

  @Override
  public void consume(Transaction tx, OutboxMessage message) {
    // One that is deleted after this look makes the effect fail, for it refers to the account; the
    // message is tried again and then passed over.
    OwnerId owner = OwnerId.of(Json.readObject(message.payload()).path("owner").asText());
    if (jdbi.withHandle(handle -> AccountStore.byId(handle, owner)).isPresent()) {
      consumer.consume(tx, message);
    }
  }
}
