package dev.scheduling.faults;

import com.zaxxer.hikari.HikariDataSource;
import dev.scheduling.jdbc.JdbcStores;
import dev.scheduling.kafka.KafkaMessageReceiver;
import dev.scheduling.kafka.KafkaMessageSender;
import dev.scheduling.outbox.InProcessSender;
import dev.scheduling.outbox.MessageSender;
import dev.scheduling.outbox.OutboxRelay;
import dev.scheduling.outbox.OutboxStore;
import dev.scheduling.outbox.RetryPolicy;
import dev.scheduling.outbox.SendResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A relay, with the consumers in its own process or, over Kafka, those of parked messages only.
 * Arguments: the settings, its name.
 */
final class RelayMain {

  static final Duration LEASE = Duration.ofSeconds(2);
  static final int BATCH = 200;
  static final int LANES = 2;

  /** What a relay can have on the way: a batch in each lane. */
  static final long MOST_IN_FLIGHT = (long) LANES * BATCH;

  /** What a consumer can have taken without its offsets being committed. */
  static final int MOST_OF_A_POLL = 200;

  /** After this time without a word a consumer's partitions go to the other. */
  static final int SESSION_MILLIS = 3_000;

  static final RetryPolicy RETRY =
      RetryPolicy.DEFAULT.withAttempts(8).withPauses(Duration.ofMillis(50), Duration.ofMillis(400));

  private RelayMain() {}

  public static void main(String[] arguments) throws Exception {
    RunSettings settings = RunSettings.read(Path.of(arguments[0]));
    Orders orders = Orders.listen();
    HikariDataSource pool = settings.pool();
    JdbcStores stores = JdbcStores.on(pool);
    OutboxStore store = ObservedStore.of(stores.outbox(), orders, settings.bug(), pool);
    Ledger sights = Ledger.append(settings.folder().resolve("sights-" + arguments[1] + ".ledger"));
    MessageSender consumers = observed(consumers(settings, orders, pool, stores), orders, sights);
    MessageSender sender = consumers;
    if (settings.overKafka()) {
      KafkaMessageSender kafka =
          KafkaMessageSender.idempotent(clientSettings(settings), Broker.TOPIC, "/faults");
      sender =
          receiver(settings, arguments[1], stores, consumers)
              .withParked(
                  messages -> {
                    List<SendResult> results = kafka.send(messages);
                    orders.at(FaultPoint.AFTER_SEND);
                    return results;
                  });
    }
    OutboxRelay relay =
        OutboxRelay.builder(
                stores.transactions(),
                store,
                settings.bug() == Bug.ACK_BEFORE_EFFECT ? tooSoon(sender) : sender)
            .name(arguments[1] + "-" + ProcessHandle.current().pid())
            .lease(LEASE)
            .batch(BATCH)
            .lanes(LANES)
            .poll(Duration.ofMillis(5), Duration.ofMillis(100))
            .retry(RETRY)
            .build()
            .start();
    orders.awaitQuit();
    relay.close();
    System.exit(0);
  }

  static MessageSender consumers(
      RunSettings settings, Orders orders, HikariDataSource pool, JdbcStores stores) {
    return InProcessSender.builder(stores.transactions(), stores.inbox(), orders)
        .consumer("effects", Effects.types(), new Effects(settings.bug(), pool))
        .build();
  }

  /** A receiver that is not started. */
  static KafkaMessageReceiver receiver(
      RunSettings settings, String name, JdbcStores stores, MessageSender consumers) {
    Map<String, Object> client = clientSettings(settings);
    client.put("session.timeout.ms", SESSION_MILLIS);
    client.put("heartbeat.interval.ms", SESSION_MILLIS / 6);
    client.put("max.poll.records", MOST_OF_A_POLL);
    // Who is killed and comes back at once takes up its partitions where it left them.
    client.put("group.instance.id", name);
    return KafkaMessageReceiver.builder(client, Broker.TOPIC, Broker.GROUP, stores, consumers)
        .firstPause(Duration.ofMillis(50))
        .build();
  }

  private static Map<String, Object> clientSettings(RunSettings settings) {
    Map<String, Object> client = new HashMap<>();
    client.put("bootstrap.servers", settings.bootstrapServers());
    // Short, so that the harm and not the waiting fills the run.
    client.put("request.timeout.ms", 3_000);
    client.put("delivery.timeout.ms", 6_000);
    client.put("default.api.timeout.ms", 6_000);
    client.put("reconnect.backoff.max.ms", 200);
    return client;
  }

  /** Writes down what got through, and says when it did. */
  static MessageSender observed(MessageSender sender, Orders orders, Ledger sights) {
    return messages -> {
      List<SendResult> results = sender.send(messages);
      orders.at(FaultPoint.AFTER_SEND);
      List<String> sent = new ArrayList<>();
      for (int i = 0; i < results.size(); i++) {
        if (results.get(i).kind() == SendResult.Kind.SENT) {
          sent.add(messages.get(i).id());
        }
      }
      if (!sent.isEmpty()) {
        sights.write(sent.toArray(String[]::new));
      }
      return results;
    };
  }

  private static MessageSender tooSoon(MessageSender sender) {
    ExecutorService later = Executors.newSingleThreadExecutor();
    return messages -> {
      later.execute(() -> sender.send(messages));
      return messages.stream().map(message -> SendResult.sent()).toList();
    };
  }
}
