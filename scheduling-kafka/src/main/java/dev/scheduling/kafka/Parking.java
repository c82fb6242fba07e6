package dev.scheduling.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.scheduling.Transactions;
import dev.scheduling.outbox.Inbox;
import dev.scheduling.outbox.MessageSender;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.OutboxStore;
import dev.scheduling.outbox.SendResult;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where a consumer puts messages that it could not take and whose order matters: back into the
 * outbox of its own database, parked. There the relay tries them again, in order, gives them up in
 * the end, and lets somebody redrive them, as it does with what it sends. Thread-safe.
 */
final class Parking {

  /*
   * The key is the consumer group's and the message's, so that what waits here holds up nothing that
   * waits to be sent. Two headers remember what the message was. An inbox of its own keeps a message
   * that the broker delivers again from being parked again, also after it was given up.
   */

  private static final String GROUP = "parked-for";
  private static final String KEY = "parked-key";
  private static final int LONGEST_KEY = 200;

  private final String group;
  private final Transactions transactions;
  private final OutboxStore store;
  private final Inbox inbox;
  private final Duration firstPause;

  Parking(
      String group,
      Transactions transactions,
      OutboxStore store,
      Inbox inbox,
      Duration firstPause) {
    this.group = group;
    this.transactions = transactions;
    this.store = store;
    this.inbox = inbox;
    this.firstPause = firstPause;
  }

  /** Which of some keys have messages waiting here. */
  Set<String> parkedAmong(Collection<String> keys) {
    TreeMap<String, String> ours = new TreeMap<>();
    keys.forEach(key -> ours.put(keyFor(key), key));
    Set<String> parked = new HashSet<>();
    transactions
        .inTransaction(tx -> store.parkedAmong(tx, ours.keySet()))
        .forEach(key -> parked.add(ours.get(key)));
    return parked;
  }

  /** Parks messages, of each key in order. */
  void park(List<OutboxMessage> messages) {
    transactions.inTransaction(
        tx -> {
          Set<String> fresh =
              new HashSet<>(inbox.take(tx, messages.stream().map(OutboxMessage::id).toList()));
          List<OutboxMessage> parked = new ArrayList<>();
          for (OutboxMessage message : messages) {
            if (fresh.remove(message.id())) {
              parked.add(
                  copy(message, keyFor(message.key()))
                      .header(GROUP, group)
                      .header(KEY, message.key())
                      .build());
            }
          }
          store.park(tx, parked, store.now(tx).plus(firstPause));
          return "";
        });
  }

  /** A sender that hands parked messages to their consumers and everything else to another. */
  MessageSender before(MessageSender consumers, MessageSender others) {
    return messages -> {
      SendResult[] results = new SendResult[messages.size()];
      send(messages, true, consumers, results);
      send(messages, false, others, results);
      return List.of(results);
    };
  }

  private void send(
      List<OutboxMessage> messages, boolean parked, MessageSender sender, SendResult[] results) {
    List<Integer> indexes = new ArrayList<>();
    List<OutboxMessage> some = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      OutboxMessage message = messages.get(i);
      if (isParked(message) == parked) {
        indexes.add(i);
        some.add(parked ? original(message) : message);
      }
    }
    if (some.isEmpty()) {
      return;
    }
    List<SendResult> answers = sender.send(some);
    for (int i = 0; i < answers.size(); i++) {
      results[indexes.get(i)] = answers.get(i);
    }
  }

  private boolean isParked(OutboxMessage message) {
    return group.equals(message.headers().get(GROUP));
  }

  private static OutboxMessage original(OutboxMessage parked) {
    String key = parked.headers().get(KEY);
    return copy(parked, key == null ? parked.key() : key).build();
  }

  /** The same message with another key, and without our headers. */
  private static OutboxMessage.Builder copy(OutboxMessage message, String key) {
    OutboxMessage.Builder copy =
        OutboxMessage.builder(message.type(), key, message.created())
            .id(message.id())
            .payload(message.contentType(), message.payload());
    message.notBefore().ifPresent(copy::notBefore);
    message
        .headers()
        .forEach(
            (name, value) -> {
              if (!name.equals(GROUP) && !name.equals(KEY)) {
                copy.header(name, value);
              }
            });
    return copy;
  }

  private String keyFor(String key) {
    String whole = group + "/" + key;
    return whole.length() <= LONGEST_KEY ? whole : group + "/" + digest(key);
  }

  private static String digest(String key) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
