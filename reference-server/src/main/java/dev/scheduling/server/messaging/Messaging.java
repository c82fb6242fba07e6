package dev.scheduling.server.messaging;

import dev.scheduling.engine.Stores;
import dev.scheduling.kafka.KafkaMessageReceiver;
import dev.scheduling.kafka.KafkaMessageSender;
import dev.scheduling.outbox.BacklogMeters;
import dev.scheduling.outbox.DeadLetter;
import dev.scheduling.outbox.MessageSender;
import dev.scheduling.outbox.OutboxAlert;
import dev.scheduling.outbox.OutboxRelay;
import dev.scheduling.outbox.RetryPolicy;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of messages from the outbox to their consumers: straight, or over Kafka where a broker is
 * given; the relay, the inbox and the retries are the same. Thread-safe.
 */
public final class Messaging implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Messaging.class);
  private static final String TOPIC = "scheduling-events";
  private static final String GROUP = "scheduling-server";
  private static final String SOURCE = "/scheduling-server";

  /** Some six hours: a mail server may be away for as long as its people sleep. */
  private static final RetryPolicy PATIENT =
      RetryPolicy.DEFAULT
          .withAttempts(40)
          .withPauses(Duration.ofSeconds(1), Duration.ofMinutes(15));

  private final OutboxRelay relay;
  private final @Nullable KafkaMessageReceiver receiver;
  private final @Nullable KafkaMessageSender toKafka;

  /**
   * The way of messages; nothing moves before {@link #start}.
   *
   * @param consumers where messages end, with the inbox in one transaction
   * @param thirdParties what calls somebody else, by the types of the messages that it sends; they
   *     never take the way over Kafka, and are tried for hours
   * @param kafka the addresses of brokers; null for none
   * @param slackWebhook where to tell of what was given up; null for the log alone
   * @param meters where everything is counted on the way
   */
  public Messaging(
      Stores stores,
      MessageSender consumers,
      Map<String, MessageSender> thirdParties,
      InstantSource clock,
      @Nullable String kafka,
      @Nullable URI slackWebhook,
      MeterRegistry meters) {
    MessageSender sender = consumers;
    if (kafka == null) {
      receiver = null;
      toKafka = null;
    } else {
      Map<String, Object> settings = Map.of("bootstrap.servers", kafka);
      toKafka = KafkaMessageSender.idempotent(settings, TOPIC, SOURCE);
      receiver =
          KafkaMessageReceiver.builder(settings, TOPIC, GROUP, stores, consumers)
              .clock(clock)
              .meters(meters)
              .build();
      sender = receiver.withParked(toKafka);
    }
    OutboxAlert alert = OutboxAlert.through(stores.transactions(), stores.outbox());
    Map<String, MessageSender> special = new HashMap<>(thirdParties);
    if (slackWebhook != null) {
      special.put(OutboxAlert.TYPE, new SlackWebhook(slackWebhook));
    }
    OutboxRelay.Builder builder =
        OutboxRelay.builder(stores.transactions(), stores.outbox(), new ByType(special, sender));
    thirdParties.keySet().forEach(type -> builder.retry(type, PATIENT));
    relay =
        builder
            .alert(
                letter -> {
                  tell(letter);
                  if (slackWebhook != null) {
                    alert.raise(letter);
                  }
                })
            .meters(meters)
            .build();
    BacklogMeters.register(meters, stores.transactions(), stores.outbox());
  }

  private static void tell(DeadLetter letter) {
    log.error(
        "Given up after {} attempts: {}: {}", letter.attempts(), letter.message(), letter.cause());
  }

  /** The relay, to be nudged. */
  public OutboxRelay relay() {
    return relay;
  }

  /** Starts the threads. */
  public void start() {
    relay.start();
    if (receiver != null) {
      receiver.start();
    }
  }

  @Override
  public void close() {
    if (receiver != null) {
      receiver.close();
    }
    relay.close();
    if (toKafka != null) {
      toKafka.close();
    }
  }
}
