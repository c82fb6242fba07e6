package dev.scheduling.kafka;

import dev.scheduling.outbox.MessageSender;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.RefusedException;
import dev.scheduling.outbox.SendResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages to a topic of Apache Kafka, as CloudEvents, with all acknowledgements. Messages of
 * a key go to the same partition of the topic, in order.
 *
 * <p>{@link #send} waits, for 20 seconds at most unless the settings say otherwise, so it is for a
 * relay's threads and never for a request's. Thread-safe.
 */
public final class KafkaMessageSender implements MessageSender, AutoCloseable {

  /*
   * Idempotent: one producer for all. The broker drops what a retry of the producer sends twice.
   * The first record that fails for another reason than its content closes the producer with all
   * that it still held, in the very callback that tells, and nothing more is handed to it: else the
   * producer would carry on behind the gap, and what follows in the batch would overtake the record
   * when that is sent again. Beware that a record which could not even be handed over, because the
   * broker had not been found in time, is no exception but a future that has failed already. The
   * next call makes a new producer.
   *
   * Transactional: a producer for each partition of the outbox, and a transaction for each batch. A
   * new owner of the partition makes a new producer of the same name, which fences the old one: a
   * relay that slept through its lease cannot send any more. Readers at read_committed see a batch
   * whole or not at all.
   */

  private static final int ONE_FOR_ALL = -1;

  private final Map<String, Object> settings;
  private final String topic;
  private final String source;
  private final String transactionalId;
  private final Map<Integer, Producer<byte[], byte[]>> producers = new ConcurrentHashMap<>();

  private KafkaMessageSender(
      Map<String, Object> settings, String topic, String source, String transactionalId) {
    this.settings = Map.copyOf(settings);
    this.topic = topic;
    this.source = source;
    this.transactionalId = transactionalId;
  }

  /**
   * A sender whose messages the broker stores once each, although it may have to be asked twice.
   *
   * @param settings of the producer, at least {@code bootstrap.servers}; acknowledgements and
   *     idempotence are ours
   * @param topic where the messages go
   * @param source says who sends, as CloudEvents wants it: a URI reference
   */
  public static KafkaMessageSender idempotent(
      Map<String, Object> settings, String topic, String source) {
    return new KafkaMessageSender(settings, topic, source, "");
  }

  /**
   * A sender that also keeps a relay which has lost its lease from sending, at the price of a
   * producer for each partition of the outbox that it is handed messages of.
   *
   * @param idPrefix the same on all nodes, and of no other application of the cluster
   */
  public static KafkaMessageSender transactional(
      Map<String, Object> settings, String topic, String source, String idPrefix) {
    if (idPrefix.isBlank()) {
      throw new IllegalArgumentException("idPrefix must not be blank");
    }
    return new KafkaMessageSender(settings, topic, source, idPrefix);
  }

  @Override
  public List<SendResult> send(List<OutboxMessage> messages) {
    if (transactionalId.isEmpty()) {
      return sendIdempotently(messages);
    }
    Map<Integer, List<Integer>> byPartition = new HashMap<>();
    for (int i = 0; i < messages.size(); i++) {
      byPartition.computeIfAbsent(messages.get(i).partition(), p -> new ArrayList<>()).add(i);
    }
    SendResult[] results = new SendResult[messages.size()];
    byPartition.forEach(
        (partition, indexes) -> {
          List<SendResult> some =
              sendInTransaction(partition, indexes.stream().map(messages::get).toList());
          for (int i = 0; i < indexes.size(); i++) {
            results[indexes.get(i)] = some.get(i);
          }
        });
    return List.of(results);
  }

  // --- idempotent

  private List<SendResult> sendIdempotently(List<OutboxMessage> messages) {
    Producer<byte[], byte[]> producer;
    try {
      producer = producers.computeIfAbsent(ONE_FOR_ALL, any -> Producers.idempotent(settings));
    } catch (KafkaException e) {
      return all(messages.size(), SendResult.outage(describe(e)));
    }
    List<SendResult> results = new ArrayList<>(messages.size());
    List<Future<RecordMetadata>> futures = new ArrayList<>(messages.size());
    Set<String> refusedKeys = new HashSet<>();
    AtomicBoolean broken = new AtomicBoolean();
    for (OutboxMessage message : messages) {
      Future<RecordMetadata> future = NOT_SENT;
      SendResult result = SendResult.held();
      if (!broken.get() && !refusedKeys.contains(message.key())) {
        try {
          future =
              producer.send(
                  CloudEvents.write(topic, source, message),
                  (where, failure) -> closeIfBroken(producer, failure, broken));
          if (future.isDone() && fate(future).kind() == SendResult.Kind.REFUSED) {
            refusedKeys.add(message.key());
          }
        } catch (RefusedException | SerializationException e) {
          result = SendResult.refused(describe(e));
          refusedKeys.add(message.key());
        } catch (KafkaException | IllegalStateException e) {
          broken.set(true);
          result = SendResult.outage(describe(e));
        }
      }
      futures.add(future);
      results.add(result);
    }
    await(messages, futures, results);
    if (results.stream().anyMatch(result -> result.kind() == SendResult.Kind.OUTAGE)) {
      drop(ONE_FOR_ALL, producer);
    }
    return results;
  }

  private static void closeIfBroken(
      Producer<byte[], byte[]> producer, @Nullable Exception failure, AtomicBoolean broken) {
    if (failure != null && !isTheMessagesFault(failure) && broken.compareAndSet(false, true)) {
      producer.close(Duration.ZERO);
    }
  }

  /** Waits for what was handed to the producer; what follows a failure of its key is held. */
  private static void await(
      List<OutboxMessage> messages,
      List<Future<RecordMetadata>> futures,
      List<SendResult> results) {
    Set<String> failedKeys = new HashSet<>();
    for (int i = 0; i < futures.size(); i++) {
      if (futures.get(i) == NOT_SENT) {
        continue;
      }
      String key = messages.get(i).key();
      SendResult result = fate(futures.get(i));
      results.set(i, failedKeys.contains(key) ? SendResult.held() : result);
      if (result.kind() != SendResult.Kind.SENT) {
        failedKeys.add(key);
      }
    }
  }

  private static final Future<RecordMetadata> NOT_SENT =
      CompletableFuture.failedFuture(new IllegalStateException("not sent"));

  private static SendResult fate(Future<RecordMetadata> future) {
    try {
      future.get();
      return SendResult.sent();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return isTheMessagesFault(cause)
          ? SendResult.refused(describe(cause))
          : SendResult.outage(describe(cause));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return SendResult.outage("interrupted while the broker had not answered");
    }
  }

  // --- transactional

  private List<SendResult> sendInTransaction(int partition, List<OutboxMessage> messages) {
    Producer<byte[], byte[]> producer;
    try {
      producer =
          producers.computeIfAbsent(
              partition, p -> Producers.transactional(settings, transactionalId + "-" + p));
    } catch (KafkaException e) {
      return all(messages.size(), SendResult.outage(describe(e)));
    }
    int at = 0;
    try {
      producer.beginTransaction();
      List<Future<RecordMetadata>> futures = new ArrayList<>(messages.size());
      for (; at < messages.size(); at++) {
        futures.add(producer.send(CloudEvents.write(topic, source, messages.get(at))));
      }
      for (at = 0; at < messages.size(); at++) {
        futures.get(at).get();
      }
      producer.commitTransaction();
      return all(messages.size(), SendResult.sent());
    } catch (InterruptException | InterruptedException e) {
      Thread.currentThread().interrupt();
      drop(partition, producer);
      return all(messages.size(), SendResult.outage("interrupted while sending"));
    } catch (ExecutionException | KafkaException | RefusedException | IllegalStateException e) {
      Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
      // A new producer ends the transaction that this one may have left open.
      drop(partition, producer);
      List<SendResult> results = new ArrayList<>(all(messages.size(), SendResult.held()));
      results.set(
          Math.min(at, messages.size() - 1),
          isTheMessagesFault(cause)
              ? SendResult.refused(describe(cause))
              : SendResult.outage(describe(cause)));
      return results;
    }
  }

  // --- both

  private void drop(int partition, Producer<byte[], byte[]> producer) {
    if (producers.remove(partition, producer)) {
      producer.close(Duration.ZERO);
    }
  }

  private static boolean isTheMessagesFault(Throwable cause) {
    return cause instanceof RecordTooLargeException
        || cause instanceof SerializationException
        || cause instanceof RefusedException;
  }

  private static List<SendResult> all(int count, SendResult result) {
    return Collections.nCopies(count, result);
  }

  private static String describe(Throwable failure) {
    return failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }

  /** Closes the producers, after at most 10 seconds for what they still hold. */
  @Override
  public void close() {
    producers.values().forEach(producer -> producer.close(Duration.ofSeconds(10)));
    producers.clear();
  }
}
