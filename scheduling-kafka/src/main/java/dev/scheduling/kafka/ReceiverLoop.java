package dev.scheduling.kafka;

import dev.scheduling.SchedulingException;
import dev.scheduling.UnavailableException;
import dev.scheduling.outbox.MessageSender;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.RefusedException;
import dev.scheduling.outbox.SendResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The receiver's thread: poll, take, commit offsets. */
final class ReceiverLoop implements Runnable {

  /*
   * A batch is whatever one poll returned. Its effects, its parked messages and its records on other
   * topics are all stored before its offsets are committed, so a crash repeats and never skips. All
   * of it happens between two polls, on this thread: when a partition is taken from us, which a poll
   * says, nothing of it is in flight and its offsets are committed.
   *
   * When the consumers' database or the broker is away, nothing is committed: the consumer goes back
   * to where it was and waits, while it keeps polling to stay in the group. After a failure that
   * nobody foresaw a new consumer begins at the last offsets that were committed.
   */

  private static final Logger log = LoggerFactory.getLogger(ReceiverLoop.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Supplier<Consumer<byte[], byte[]>> newConsumer;
  private final Detours detours;
  private final List<String> topics = new ArrayList<>();
  private final Set<String> orderFree;
  private final Parking parking;
  private final MessageSender consumers;
  private final InstantSource clock;
  private final Counter taken;
  private final Counter parked;
  private final Counter putOff;
  private final Counter dead;
  private final Map<TopicPartition, Instant> waiting = new HashMap<>();
  private final Duration rest;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile long lag;
  private volatile Runnable wakeUp = () -> {};
  private Duration pause = FIRST_PAUSE;

  /**
   * The loop; it does nothing before it runs.
   *
   * @param rest how long to wait after a failure before the next consumer is made
   */
  ReceiverLoop(
      Supplier<Consumer<byte[], byte[]>> newConsumer,
      Detours detours,
      String topic,
      Set<String> orderFree,
      Parking parking,
      MessageSender consumers,
      InstantSource clock,
      Duration rest,
      MeterRegistry meters) {
    this.newConsumer = newConsumer;
    this.detours = detours;
    this.orderFree = orderFree;
    this.parking = parking;
    this.consumers = consumers;
    this.clock = clock;
    this.rest = rest;
    topics.add(topic);
    if (!orderFree.isEmpty()) {
      topics.addAll(detours.retryTopics());
    }
    taken = records(meters, "taken");
    parked = records(meters, "parked");
    putOff = records(meters, "put-off");
    dead = records(meters, "dead");
    Gauge.builder("kafka.receiver.lag", () -> lag)
        .description("records behind the end of the partitions that this receiver has")
        .register(meters);
  }

  private static Counter records(MeterRegistry meters, String result) {
    return Counter.builder("kafka.receiver.records")
        .description("records that came, by what became of them")
        .tag("result", result)
        .register(meters);
  }

  void stop() {
    stopped.countDown();
    wakeUp.run();
  }

  private boolean isStopped() {
    return stopped.getCount() == 0;
  }

  @Override
  public void run() {
    try (detours) {
      while (!isStopped()) {
        try (Consumer<byte[], byte[]> consumer = newConsumer.get()) {
          wakeUp = consumer::wakeup;
          consumer.subscribe(topics, new Forget());
          while (!isStopped()) {
            turn(consumer);
          }
        } catch (WakeupException e) {
          // Told to stop, or will see that it was not.
        } catch (RuntimeException e) {
          // Whatever it was: a thread that ends here would leave the topic to nobody, unnoticed.
          log.warn("The consumer failed and is made anew", e);
          rest();
        } finally {
          lag = 0; // It has no partitions.
        }
      }
    }
  }

  private void turn(Consumer<byte[], byte[]> consumer) {
    resumeWhatIsDue(consumer);
    List<ConsumerRecord<byte[], byte[]>> records = due(consumer, consumer.poll(POLL));
    if (!records.isEmpty()) {
      takeOrGoBack(consumer, records);
    }
    // Also after a turn without records: partitions come and go.
    lag =
        consumer.assignment().stream()
            .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
            .sum();
  }

  private void takeOrGoBack(
      Consumer<byte[], byte[]> consumer, List<ConsumerRecord<byte[], byte[]>> records) {
    try {
      take(records);
      consumer.commitSync(after(records));
      pause = FIRST_PAUSE;
    } catch (SchedulingException e) {
      log.warn("Nothing can be taken for now", e);
      goBack(consumer, records);
      Instant until = clock.instant().plus(pause);
      consumer.assignment().forEach(partition -> waiting.put(partition, until));
      consumer.pause(consumer.assignment());
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    } catch (WakeupException e) {
      throw e;
    } catch (KafkaException e) {
      // The partition may have gone to another; what is taken twice, the inbox absorbs.
      log.info("Offsets could not be committed: {}", e.toString());
      goBack(consumer, records);
    }
  }

  // --- waiting

  /** Leaves out, and comes back later to, what is on a retry topic before its time. */
  private List<ConsumerRecord<byte[], byte[]>> due(
      Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> polled) {
    List<ConsumerRecord<byte[], byte[]>> due = new ArrayList<>();
    Instant now = clock.instant();
    for (TopicPartition partition : polled.partitions()) {
      for (ConsumerRecord<byte[], byte[]> record : polled.records(partition)) {
        Instant notBefore = Detours.notBefore(record);
        if (notBefore.isAfter(now)) {
          consumer.seek(partition, record.offset());
          consumer.pause(List.of(partition));
          waiting.put(partition, notBefore);
          break;
        }
        due.add(record);
      }
    }
    return due;
  }

  private void resumeWhatIsDue(Consumer<byte[], byte[]> consumer) {
    Instant now = clock.instant();
    List<TopicPartition> due = new ArrayList<>();
    waiting.forEach(
        (partition, until) -> {
          if (!until.isAfter(now)) {
            due.add(partition);
          }
        });
    due.forEach(waiting::remove);
    due.retainAll(consumer.assignment());
    consumer.resume(due);
  }

  private static void goBack(
      Consumer<byte[], byte[]> consumer, List<ConsumerRecord<byte[], byte[]>> records) {
    Map<TopicPartition, Long> first = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      first.putIfAbsent(new TopicPartition(record.topic(), record.partition()), record.offset());
    }
    first.keySet().retainAll(consumer.assignment());
    first.forEach(consumer::seek);
  }

  private void rest() {
    try {
      if (stopped.await(rest.toMillis(), TimeUnit.MILLISECONDS)) {
        log.debug("Stopped while resting");
      }
    } catch (InterruptedException e) {
      stopped.countDown();
    }
  }

  private static Map<TopicPartition, OffsetAndMetadata> after(
      List<ConsumerRecord<byte[], byte[]>> records) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      offsets.put(
          new TopicPartition(record.topic(), record.partition()),
          new OffsetAndMetadata(record.offset() + 1));
    }
    return offsets;
  }

  // --- taking

  /** A record that holds a message. */
  private record Received(ConsumerRecord<byte[], byte[]> record, OutboxMessage message) {}

  private void take(List<ConsumerRecord<byte[], byte[]>> records) {
    List<Received> received = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      try {
        received.add(new Received(record, CloudEvents.read(record)));
      } catch (RefusedException e) {
        giveUp(record, String.valueOf(e.getMessage()));
      }
    }
    List<OutboxMessage> toPark = new ArrayList<>();
    List<Received> free = withoutParked(received, toPark);
    if (!free.isEmpty()) {
      sort(free, consumers.send(free.stream().map(Received::message).toList()), toPark);
    }
    if (!toPark.isEmpty()) {
      parking.park(toPark);
      parked.increment(toPark.size());
    }
    detours.await();
  }

  /** Sets aside what has to line up behind messages of its key that are parked already. */
  private List<Received> withoutParked(List<Received> received, List<OutboxMessage> toPark) {
    Set<String> keys = new HashSet<>();
    received.forEach(each -> keys.add(each.message().key()));
    Set<String> parkedKeys = keys.isEmpty() ? Set.of() : parking.parkedAmong(keys);
    List<Received> free = new ArrayList<>();
    for (Received each : received) {
      if (isOrdered(each.message()) && parkedKeys.contains(each.message().key())) {
        toPark.add(each.message());
      } else {
        free.add(each);
      }
    }
    return free;
  }

  private void sort(List<Received> received, List<SendResult> results, List<OutboxMessage> toPark) {
    for (int i = 0; i < results.size(); i++) {
      SendResult result = results.get(i);
      if (result.kind() == SendResult.Kind.OUTAGE) {
        throw new UnavailableException(result.cause().orElse("a consumer is away"));
      }
    }
    for (int i = 0; i < results.size(); i++) {
      Received each = received.get(i);
      SendResult result = results.get(i);
      if (result.kind() == SendResult.Kind.SENT) {
        taken.increment();
      } else if (isOrdered(each.message())) {
        toPark.add(each.message());
      } else if (result.kind() == SendResult.Kind.REFUSED) {
        giveUp(each.record(), result.cause().orElse(""));
      } else if (result.kind() == SendResult.Kind.HELD) {
        // Held back for the sake of an order that does not matter: it is tried by itself.
        sort(List.of(each), consumers.send(List.of(each.message())), toPark);
      } else {
        detours.putOff(each.record(), result.cause().orElse(""), clock.instant());
        putOff.increment();
      }
    }
  }

  private boolean isOrdered(OutboxMessage message) {
    return message.sequence().isPresent() || !orderFree.contains(message.type());
  }

  private void giveUp(ConsumerRecord<byte[], byte[]> record, String cause) {
    detours.giveUp(record, cause);
    dead.increment();
    log.error("Given up: record {} of {}: {}", record.offset(), record.topic(), cause);
  }

  /** What a partition waits for is forgotten when it goes to another. */
  private final class Forget implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      waiting.keySet().removeAll(partitions);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
  }
}
