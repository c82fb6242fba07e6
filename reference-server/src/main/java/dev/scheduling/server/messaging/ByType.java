package dev.scheduling.server.messaging;

import dev.scheduling.outbox.MessageSender;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.SendResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Hands messages of some types to senders of their own. Immutable and thread-safe. */
final class ByType implements MessageSender {

  private final Map<String, MessageSender> special;
  private final MessageSender others;

  ByType(Map<String, MessageSender> special, MessageSender others) {
    this.special = Map.copyOf(special);
    this.others = others;
  }

  @Override
  public List<SendResult> send(List<OutboxMessage> messages) {
    Map<MessageSender, List<Integer>> shares = new LinkedHashMap<>();
    for (int i = 0; i < messages.size(); i++) {
      MessageSender sender = special.getOrDefault(messages.get(i).type(), others);
      shares.computeIfAbsent(sender, any -> new ArrayList<>()).add(i);
    }
    SendResult[] results = new SendResult[messages.size()];
    shares.forEach(
        (sender, indexes) -> {
          List<SendResult> some = sender.send(indexes.stream().map(messages::get).toList());
          for (int i = 0; i < indexes.size(); i++) {
            results[indexes.get(i)] = some.get(i);
          }
        });
    return List.of(results);
  }
}
