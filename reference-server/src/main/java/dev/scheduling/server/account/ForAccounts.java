package dev.scheduling.server.account;

import dev.scheduling.OwnerId;
import dev.scheduling.Transaction;
import dev.scheduling.outbox.MessageConsumer;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.RefusedException;
import dev.scheduling.server.database.TransactionHandles;
import dev.scheduling.server.json.Json;
import dev.scheduling.server.json.UnreadableJsonException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A consumer of the engine's messages that passes over those whose owner has no account any more:
 * nobody is there to be told, and nothing of a deleted account comes back. Thread-safe.
 */
public final class ForAccounts implements MessageConsumer {

  private final MessageConsumer consumer;

  public ForAccounts(MessageConsumer consumer) {
    this.consumer = consumer;
  }

  @Override
  public void consume(Transaction tx, OutboxMessage message) {
    consumeAll(tx, List.of(message));
  }

  @Override
  public void consumeAll(Transaction tx, List<OutboxMessage> messages) {
    // One that is deleted after this look makes the effect fail, for it refers to the account; the
    // message is tried again and then passed over.
    Map<OutboxMessage, OwnerId> owners = new LinkedHashMap<>();
    messages.forEach(message -> owners.put(message, owner(message)));
    Set<OwnerId> known =
        TransactionHandles.withHandle(
            tx, handle -> AccountStore.known(handle, new HashSet<>(owners.values())));
    List<OutboxMessage> some =
        messages.stream().filter(message -> known.contains(owners.get(message))).toList();
    if (!some.isEmpty()) {
      consumer.consumeAll(tx, some);
    }
  }

  private static OwnerId owner(OutboxMessage message) {
    try {
      return OwnerId.of(Json.readObject(message.payload()).path("owner").asText());
    } catch (UnreadableJsonException | IllegalArgumentException e) {
      throw new RefusedException("the message names no owner", e);
    }
  }
}
