package dev.scheduling.outbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Sends what was read from a partition, and works out what is to be recorded about it. */
final class BatchSend {

  private final MessageSender sender;
  private final RelaySettings settings;
  private final RandomGenerator random;

  BatchSend(MessageSender sender, RelaySettings settings, RandomGenerator random) {
    this.sender = sender;
    this.settings = settings;
    this.random = random;
  }

  /**
   * What came of a batch.
   *
   * @param completion what is to be recorded
   * @param outage why the receiver is away; empty if it is not
   */
  record Outcome(Completion completion, List<String> outage) {

    boolean isEmpty() {
      return completion.sent().isEmpty()
          && completion.retries().isEmpty()
          && completion.deaths().isEmpty()
          && completion.behind().isEmpty();
    }
  }

  Outcome send(List<PendingMessage> batch, Instant now) {
    List<PendingMessage> blocked = new ArrayList<>();
    List<PendingMessage> toSend = new ArrayList<>();
    for (PendingMessage pending : batch) {
      (pending.place() == PendingMessage.Place.BLOCKED ? blocked : toSend).add(pending);
    }
    return judge(toSend, results(toSend), blocked, now);
  }

  private List<SendResult> results(List<PendingMessage> toSend) {
    List<OutboxMessage> messages = toSend.stream().map(PendingMessage::message).toList();
    if (messages.isEmpty()) {
      return List.of();
    }
    try {
      return counted(messages, sender.send(messages));
    } catch (RuntimeException e) {
      // Somewhere in the batch; which one it was, the messages show one by one.
      return messages.size() == 1 ? List.of(SendResult.of(e)) : oneByOne(messages);
    }
  }

  private List<SendResult> oneByOne(List<OutboxMessage> messages) {
    List<SendResult> results = new ArrayList<>();
    Set<String> stopped = new HashSet<>();
    for (OutboxMessage message : messages) {
      if (stopped.contains(message.key())) {
        results.add(SendResult.held());
        continue;
      }
      SendResult result;
      try {
        result = counted(List.of(message), sender.send(List.of(message))).get(0);
      } catch (RuntimeException e) {
        result = SendResult.of(e);
      }
      results.add(result);
      if (result.kind() != SendResult.Kind.SENT) {
        stopped.add(message.key());
      }
      if (result.kind() == SendResult.Kind.OUTAGE) {
        results.addAll(Collections.nCopies(messages.size() - results.size(), SendResult.held()));
        return results;
      }
    }
    return results;
  }

  private static List<SendResult> counted(List<OutboxMessage> messages, List<SendResult> results) {
    if (results.size() != messages.size()) {
      throw new IllegalStateException(
          "the sender answered "
              + results.size()
              + " results for "
              + messages.size()
              + " messages");
    }
    return results;
  }

  private Outcome judge(
      List<PendingMessage> toSend,
      List<SendResult> results,
      List<PendingMessage> blocked,
      Instant now) {
    List<PendingMessage> sent = new ArrayList<>();
    List<Completion.Retry> retries = new ArrayList<>();
    List<Completion.Death> deaths = new ArrayList<>();
    List<PendingMessage> behind = new ArrayList<>(blocked);
    List<String> outage = new ArrayList<>();
    Set<String> parked = new HashSet<>();
    for (int i = 0; i < results.size(); i++) {
      PendingMessage pending = toSend.get(i);
      SendResult result = results.get(i);
      String cause = result.cause().orElse("");
      RetryPolicy policy = settings.retryOf(pending.message());
      boolean holds =
          policy.afterDeath() == RetryPolicy.AfterDeath.WAIT
              // A consumer that remembers a number would take it for an old one if it came later.
              || pending.message().sequence().isPresent();
      switch (result.kind()) {
        case SENT -> sent.add(pending);
        case OUTAGE -> outage.add(cause);
        case HELD -> {
          if (parked.contains(pending.key()) && pending.place() == PendingMessage.Place.QUEUE) {
            behind.add(pending);
          }
        }
        case REFUSED -> {
          deaths.add(new Completion.Death(pending, cause, holds));
          parked.add(pending.key());
        }
        case FAILED -> {
          int failures = pending.attempts() + 1;
          if (failures >= policy.attempts()) {
            deaths.add(new Completion.Death(pending, cause, holds));
          } else {
            Instant next = now.plus(policy.pauseAfter(failures, random));
            retries.add(new Completion.Retry(pending, next, cause));
          }
          parked.add(pending.key());
        }
      }
    }
    return new Outcome(new Completion(sent, retries, deaths, behind, now), outage);
  }
}
