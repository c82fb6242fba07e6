package dev.scheduling.kafka;

import dev.scheduling.engine.Stores;
import dev.scheduling.outbox.Inbox;
import dev.scheduling.outbox.MessageSender;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages from a topic of Apache Kafka to consumers, in a thread of its own between {@link
 * #start} and {@link #close}. Offsets are committed after the effects; the consumers' inbox absorbs
 * what comes twice.
 *
 * <p>What a consumer cannot take is parked in the outbox of its own database, with all that follows
 * under its key, and tried again by the relay: give that {@link #withParked} as its sender. For
 * types that are declared {@linkplain Builder#orderFree free of order} a record goes to topics
 * {@code TOPIC.retry-1 …} instead and, after the last, to {@code TOPIC.dead}; there goes also, byte
 * for byte, what is no message at all. Thread-safe.
 */
public final class KafkaMessageReceiver implements AutoCloseable {

  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(30);
  private static final Duration REST = Duration.ofSeconds(5);

  private final MessageSender consumers;
  private final Parking parking;
  private final ReceiverLoop loop;
  private @Nullable Thread thread;
  private boolean closed;

  private KafkaMessageReceiver(Builder builder) {
    consumers = builder.consumers;
    Stores stores = builder.stores;
    parking =
        new Parking(
            builder.group,
            stores.transactions(),
            stores.outbox(),
            Inbox.of(stores.inbox(), builder.group + ".parked", builder.clock),
            builder.firstPause);
    loop =
        new ReceiverLoop(
            builder::consumer,
            new Detours(builder.topic, builder.retryPauses, builder.producerSettings()),
            builder.topic,
            builder.orderFree,
            parking,
            consumers,
            builder.clock,
            REST,
            builder.meters);
  }

  /**
   * A receiver in the making; what is not set has a default.
   *
   * @param settings of all clients, at least {@code bootstrap.servers}; where offsets begin and
   *     when they are committed is ours
   * @param topic what to take
   * @param group names the consumers, the same on all nodes: 1 to 100 visible ASCII characters
   * @param stores where what cannot be taken is parked
   * @param consumers what takes the messages, such as an {@link
   *     dev.scheduling.outbox.InProcessSender}, with the inbox in one transaction
   */
  public static Builder builder(
      Map<String, Object> settings,
      String topic,
      String group,
      Stores stores,
      MessageSender consumers) {
    return new Builder(settings, topic, group, stores, consumers);
  }

  /** A sender for the relay: parked messages go to the consumers, all others to {@code others}. */
  public MessageSender withParked(MessageSender others) {
    return parking.before(consumers, others);
  }

  /**
   * Starts the thread.
   *
   * @throws IllegalStateException if it was started or closed before
   */
  public synchronized KafkaMessageReceiver start() {
    if (thread != null || closed) {
      throw new IllegalStateException("the receiver was started or closed before");
    }
    thread = new Thread(loop, "kafka-receiver");
    thread.setDaemon(true);
    thread.start();
    return this;
  }

  /** Ends after the batch that is being taken, and leaves the group; at most 30 seconds. */
  @Override
  public synchronized void close() {
    closed = true;
    loop.stop();
    if (thread == null) {
      return;
    }
    try {
      thread.join(LONGEST_CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Collects what a receiver is made of. Not thread-safe. */
  public static final class Builder {

    private static final int LONGEST_GROUP = 100;
    private static final int MOST_RETRY_TOPICS = 10;
    private static final int BATCH = 500;
    private static final int SESSION_MILLIS = 10_000;

    private final Map<String, Object> settings;
    private final String topic;
    private final String group;
    private final Stores stores;
    private final MessageSender consumers;
    private Set<String> orderFree = Set.of();
    private List<Duration> retryPauses =
        List.of(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMinutes(1));
    private Duration firstPause = Duration.ofSeconds(1);
    private InstantSource clock = InstantSource.system();
    // Nothing is behind it: what it counts is dropped.
    private MeterRegistry meters = new CompositeMeterRegistry();

    private Builder(
        Map<String, Object> settings,
        String topic,
        String group,
        Stores stores,
        MessageSender consumers) {
      if (group.isEmpty() || group.length() > LONGEST_GROUP) {
        throw new IllegalArgumentException(
            "group must have 1 to " + LONGEST_GROUP + " characters, but has " + group.length());
      }
      this.settings = Map.copyOf(settings);
      this.topic = topic;
      this.group = group;
      this.stores = stores;
      this.consumers = consumers;
    }

    /** The types of messages that may overtake each other; else none. */
    public Builder orderFree(Set<String> types) {
      this.orderFree = Set.copyOf(types);
      return this;
    }

    /**
     * The pauses after the failures of a message that is free of order, each with a topic of its
     * own: at most 10, else 1 second, 10 seconds, 1 minute. After the last attempt it is given up.
     */
    public Builder retryPauses(List<Duration> pauses) {
      if (pauses.size() > MOST_RETRY_TOPICS) {
        throw new IllegalArgumentException(
            "retryPauses may be " + MOST_RETRY_TOPICS + " at most, but are " + pauses.size());
      }
      this.retryPauses = List.copyOf(pauses);
      return this;
    }

    /** How long a message is parked before the relay tries it for the first time; else 1 second. */
    public Builder firstPause(Duration pause) {
      this.firstPause = pause;
      return this;
    }

    /** By which retry topics go, and the times in the inbox; else the system's. */
    public Builder clock(InstantSource clock) {
      this.clock = clock;
      return this;
    }

    /** Where the receiver counts what it does; else nowhere. */
    public Builder meters(MeterRegistry registry) {
      this.meters = registry;
      return this;
    }

    /** The receiver; it does nothing until it is started. */
    public KafkaMessageReceiver build() {
      return new KafkaMessageReceiver(this);
    }

    private Consumer<byte[], byte[]> consumer() {
      Map<String, Object> all = new HashMap<>();
      all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, BATCH);
      // Whoever dies has its partitions taken over as fast as a relay's, and the others keep
      // theirs.
      all.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
      all.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, SESSION_MILLIS / 4);
      all.put(
          ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
          CooperativeStickyAssignor.class.getName());
      all.putAll(settings);
      all.put(ConsumerConfig.GROUP_ID_CONFIG, group);
      // Never before the effect, and never past what an owner before us had not come to.
      all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
      all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
      all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
      return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Of the settings those that a producer knows. */
    private Map<String, Object> producerSettings() {
      Map<String, Object> some = new HashMap<>(settings);
      some.keySet().retainAll(ProducerConfig.configNames());
      return some;
    }
  }
}
