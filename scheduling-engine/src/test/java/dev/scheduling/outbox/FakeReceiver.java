package dev.scheduling.outbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A receiver at the other end of a sender, that does what a test tells it to. Thread-safe. */
final class FakeReceiver implements MessageSender {

  private final List<String> received = new ArrayList<>();
  private final List<Integer> batches = new ArrayList<>();
  private final Map<String, SendResult> answers = new HashMap<>();
  private final Set<String> throwing = new HashSet<>();
  private boolean away;

  /** What the receiver answers for a message with this id, until told otherwise. */
  synchronized void answer(String id, SendResult result) {
    answers.put(id, result);
  }

  synchronized void accept(String id) {
    answers.remove(id);
    throwing.remove(id);
  }

  /** Lets a whole call fail whenever the message is in it. */
  synchronized void throwOn(String id) {
    throwing.add(id);
  }

  synchronized void goAway() {
    away = true;
  }

  synchronized void comeBack() {
    away = false;
  }

  /** The ids of the messages that arrived, in order. */
  synchronized List<String> received() {
    return List.copyOf(received);
  }

  /** How many messages each call had. */
  synchronized List<Integer> batches() {
    return List.copyOf(batches);
  }

  @Override
  public synchronized List<SendResult> send(List<OutboxMessage> messages) {
    batches.add(messages.size());
    for (OutboxMessage message : messages) {
      if (throwing.contains(message.id())) {
        throw new IllegalStateException("the sender stumbled");
      }
    }
    List<SendResult> results = new ArrayList<>();
    Set<String> stopped = new HashSet<>();
    for (OutboxMessage message : messages) {
      SendResult result = stopped.contains(message.key()) ? SendResult.held() : answer(message);
      results.add(result);
      if (result.kind() == SendResult.Kind.SENT) {
        received.add(message.id());
      } else {
        stopped.add(message.key());
      }
    }
    return results;
  }

  private SendResult answer(OutboxMessage message) {
    return away
        ? SendResult.outage("nobody answers")
        : answers.getOrDefault(message.id(), SendResult.sent());
  }
}
