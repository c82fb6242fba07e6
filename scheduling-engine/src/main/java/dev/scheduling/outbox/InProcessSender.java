package dev.scheduling.outbox;

import dev.scheduling.Transactions;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A sender that hands messages to consumers of the same process, each with an inbox of its own: the
 * relay, the inbox and the retries are those that a broker gets. A message that nobody consumes is
 * sent. Immutable and thread-safe.
 */
public final class InProcessSender implements MessageSender {

  /*
   * A consumer gets messages in one transaction: what it has taken and the effects of all of them.
   * If that fails, they are halved until the message is found whose fault it is; the others have
   * their effect all the same, except later ones of its key. A message that several consumers want
   * has got through once it has got through to all; those that had it before do not take it again.
   */

  private final Transactions transactions;
  private final List<Subscription> subscriptions;

  private InProcessSender(Builder builder) {
    transactions = builder.transactions;
    subscriptions = List.copyOf(builder.subscriptions);
  }

  private record Subscription(
      Inbox inbox, Set<String> types, MessageConsumer consumer, Counter duplicates) {}

  /**
   * A sender in the making.
   *
   * @param transactions of the inbox and of the effects
   * @param clock for the times in the inbox
   */
  public static Builder builder(Transactions transactions, InboxStore inbox, InstantSource clock) {
    return new Builder(transactions, inbox, clock);
  }

  @Override
  public List<SendResult> send(List<OutboxMessage> messages) {
    SendResult[] results = new SendResult[messages.size()];
    Arrays.fill(results, SendResult.sent());
    for (Subscription subscription : subscriptions) {
      List<Integer> wanted = new ArrayList<>();
      for (int i = 0; i < messages.size(); i++) {
        if (subscription.types.contains(messages.get(i).type())) {
          wanted.add(i);
        }
      }
      Delivery delivery = new Delivery(subscription, messages, results);
      for (int from = 0; from < wanted.size(); from += MessageConsumer.MOST_TOGETHER) {
        int to = Math.min(from + MessageConsumer.MOST_TOGETHER, wanted.size());
        delivery.deliver(wanted.subList(from, to));
      }
    }
    return List.of(results);
  }

  /** One consumer's share of a batch. */
  private final class Delivery {

    private final Subscription subscription;
    private final List<OutboxMessage> messages;
    private final SendResult[] results;
    private final Set<String> stoppedKeys = new HashSet<>();
    private boolean outage;

    Delivery(Subscription subscription, List<OutboxMessage> messages, SendResult[] results) {
      this.subscription = subscription;
      this.messages = messages;
      this.results = results;
    }

    void deliver(List<Integer> indexes) {
      List<Integer> free = new ArrayList<>();
      for (int i : indexes) {
        if (outage || stoppedKeys.contains(messages.get(i).key())) {
          merge(i, SendResult.held());
        } else {
          free.add(i);
        }
      }
      if (free.isEmpty()) {
        return;
      }
      try {
        take(free);
      } catch (RuntimeException e) {
        if (free.size() > 1) {
          int half = free.size() / 2;
          deliver(free.subList(0, half));
          deliver(free.subList(half, free.size()));
          return;
        }
        SendResult result = SendResult.of(e);
        merge(free.get(0), result);
        stoppedKeys.add(messages.get(free.get(0)).key());
        outage = result.kind() == SendResult.Kind.OUTAGE;
      }
    }

    private void take(List<Integer> indexes) {
      List<OutboxMessage> batch = indexes.stream().map(messages::get).toList();
      transactions.inTransaction(
          tx -> {
            List<OutboxMessage> fresh = subscription.inbox.takeAll(tx, batch);
            if (!fresh.isEmpty()) {
              subscription.consumer.consumeAll(tx, fresh);
            }
            int absorbed = batch.size() - fresh.size();
            if (absorbed > 0) {
              tx.afterCommit(() -> subscription.duplicates.increment(absorbed));
            }
            return "";
          });
    }

    /** Of what several consumers say about a message the gravest counts. */
    private void merge(int index, SendResult result) {
      if (gravity(result) > gravity(results[index])) {
        results[index] = result;
      }
    }
  }

  /** An outage outweighs a failure, so that nothing dies while a consumer's database is away. */
  private static int gravity(SendResult result) {
    return switch (result.kind()) {
      case SENT -> 0;
      case REFUSED -> 1;
      case FAILED -> 2;
      case HELD -> 3;
      case OUTAGE -> 4;
    };
  }

  /** Collects consumers. Not thread-safe. */
  public static final class Builder {

    private static final int MOST_CONSUMERS = 100;

    private final Transactions transactions;
    private final InboxStore inbox;
    private final InstantSource clock;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private MeterRegistry meters = new CompositeMeterRegistry();

    private Builder(Transactions transactions, InboxStore inbox, InstantSource clock) {
      this.transactions = transactions;
      this.inbox = inbox;
      this.clock = clock;
    }

    /** Where the consumers that are added from now on are counted; else nowhere. */
    public Builder meters(MeterRegistry registry) {
      this.meters = registry;
      return this;
    }

    /**
     * Adds a consumer, at most 100.
     *
     * @param name names its inbox, always the same: 1 to 200 visible ASCII characters
     * @param types of the messages that it wants
     */
    public Builder consumer(String name, Set<String> types, MessageConsumer consumer) {
      if (subscriptions.size() == MOST_CONSUMERS) {
        throw new IllegalArgumentException("consumers may be " + MOST_CONSUMERS + " at most");
      }
      Counter duplicates =
          Counter.builder("inbox.duplicates")
              .description("messages that came again and had no second effect")
              .tag("consumer", name)
              .register(meters);
      subscriptions.add(
          new Subscription(Inbox.of(inbox, name, clock), Set.copyOf(types), consumer, duplicates));
      return this;
    }

    /** The sender. */
    public InProcessSender build() {
      return new InProcessSender(this);
    }
  }
}
