package dev.scheduling.server.realtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.Transactions;
import dev.scheduling.jdbc.Dialect;
import dev.scheduling.jdbc.JdbcNotificationStore;
import dev.scheduling.jdbc.JdbcOutboxStore;
import dev.scheduling.jdbc.JdbcSchema;
import dev.scheduling.jdbc.JdbcTransactions;
import dev.scheduling.notification.NewNotification;
import dev.scheduling.outbox.Outbox;
import dev.scheduling.server.RealtimeClient;
import dev.scheduling.server.account.AccountMessages;
import dev.scheduling.server.account.AccountNotices;
import dev.scheduling.server.account.JdbcRefreshFamilies;
import dev.scheduling.server.account.Passwords;
import dev.scheduling.server.account.Sessions;
import dev.scheduling.server.account.SigningKeys;
import dev.scheduling.server.account.TestAccounts;
import dev.scheduling.server.account.TestAccounts.SignedIn;
import dev.scheduling.server.account.Throttle;
import dev.scheduling.server.audit.Audit;
import dev.scheduling.server.database.ServerSchema;
import dev.scheduling.server.json.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.jdbcx.JdbcDataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The gateway's limits, by a clock that the test moves. */
final class GatewayLimitsTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private volatile Instant now = Instant.parse("2031-01-01T00:00:00Z");
  private final AtomicInteger heldUp = new AtomicInteger();
  private volatile CountDownLatch busy = new CountDownLatch(0);
  private final InstantSource clock = this::instant;
  private final JdbcNotificationStore store = new JdbcNotificationStore();
  private final Passwords passwords = new Passwords();
  private Jdbi jdbi;
  private Transactions transactions;
  private Gateway gateway;
  private SignedIn ada;

  /** Whoever works on what clients said can be held up here. */
  private Instant instant() {
    if (Thread.currentThread().getName().equals("realtime")) {
      heldUp.incrementAndGet();
      try {
        busy.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return now;
  }

  @BeforeEach
  void start() throws SQLException {
    JdbcDataSource database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    try (Connection connection = database.getConnection()) {
      JdbcSchema.of(Dialect.of(connection)).migrate(database);
    }
    ServerSchema.migrate(database);
    jdbi = Jdbi.create(database);
    transactions = JdbcTransactions.on(database);
    ada = TestAccounts.make(jdbi, clock, "ada", 1).get(0);
    Sessions sessions =
        new Sessions(
            jdbi,
            passwords,
            new SigningKeys(jdbi, clock),
            new JdbcRefreshFamilies(jdbi),
            new Throttle(clock),
            new AccountMessages(Outbox.of(new JdbcOutboxStore()), () -> {}, clock),
            new AccountNotices(Outbox.of(new JdbcOutboxStore()), clock),
            new Audit(jdbi, clock),
            account -> {},
            clock);
    gateway =
        new Gateway(
            new InetSocketAddress("127.0.0.1", 0),
            new AllowedOrigins(null, Set.of(), () -> 80),
            sessions,
            new Feeds(transactions, store),
            clock);
    gateway.start();
  }

  @AfterEach
  void stop() {
    gateway.close();
    passwords.close();
  }

  private RealtimeClient connect() {
    return RealtimeClient.connect(URI.create("ws://localhost:" + gateway.port() + "/"));
  }

  private String hello(String more) {
    return "{\"type\":\"hello\",\"token\":\"" + ada.accessToken() + "\"" + more + "}";
  }

  private RealtimeClient listen() {
    RealtimeClient client = connect();
    client.send(hello(""));
    client.next("welcome");
    client.next("live");
    return client;
  }

  private void tell(String id, String data) {
    transactions.inTransaction(
        tx -> store.append(tx, ada.account(), new NewNotification(id, "event.changed", now, data)));
    gateway.nudge(ada.account());
  }

  @Test
  void tokenThatExpiresEndsTheConnection() {
    try (RealtimeClient client = listen()) {
      now = now.plus(Sessions.ACCESS_LIFETIME).minusSeconds(1);
      tell("n-1", "{}");
      client.next("notification");
      now = now.plusSeconds(1);
      assertEquals(4401, client.closeCode());
    }
  }

  @Test
  void helloThatCameInTimeIsGoodHoweverLateItIsLookedAt() {
    busy = new CountDownLatch(1);
    try (RealtimeClient greeted = connect();
        RealtimeClient silent = connect()) {
      greeted.send(hello(""));
      await().atMost(PATIENCE).until(() -> heldUp.get() > 0);
      now = now.plusSeconds(6);
      assertEquals(4408, silent.closeCode());
      busy.countDown();
      greeted.next("welcome");
    }
  }

  @Test
  void accountHasTwentyConnectionsAndNoMore() {
    List<RealtimeClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < Listeners.MOST_PER_ACCOUNT; i++) {
        clients.add(listen());
      }
      try (RealtimeClient tooMany = connect()) {
        tooMany.send(hello(""));
        assertEquals(4429, tooMany.closeCode());
      }
      tell("n-1", "{}");
      clients.forEach(client -> client.next("notification"));
      clients.remove(0).close();
      await().atMost(PATIENCE).until(() -> gateway.connections() == clients.size());
      clients.add(listen());
    } finally {
      clients.forEach(RealtimeClient::close);
    }
  }

  @Test
  void clientThatSendsTooManyFramesIsClosed() {
    try (RealtimeClient client = listen()) {
      for (int i = 0; i < 100; i++) {
        client.send("{\"type\":\"ack\",\"sequence\":0}");
      }
      assertEquals(4429, client.closeCode());
    }
  }

  @Test
  void pingsAreFramesToo() {
    try (RealtimeClient client = connect()) {
      for (int i = 0; i < 101; i++) {
        client.ping();
      }
      assertEquals(4429, client.closeCode());
    }
  }

  @Test
  void handshakeThatDoesNotComeIsNotWaitedFor() throws IOException {
    try (StallingClient client = StallingClient.connect(gateway.port())) {
      client.write("GET / HTTP/1.1\r\n");
      await().atMost(PATIENCE).until(() -> gateway.connections() == 1);
      now = now.plusSeconds(6);
      assertEquals("", client.rest());
    }
    await().atMost(PATIENCE).until(() -> gateway.connections() == 0);
  }

  @Test
  void handshakeHasALongestLength() throws IOException {
    try (StallingClient client = StallingClient.connect(gateway.port())) {
      client.write("GET / HTTP/1.1\r\nX: " + "x".repeat(20_000));
      await().atMost(PATIENCE).until(() -> gateway.connections() == 1);
      now = now.plusSeconds(6);
      assertTrue(client.rest().startsWith("HTTP/1.1 404"));
    }
  }

  @Test
  void historyThatIsGoneIsReset() {
    tell("n-1", "{}");
    now = now.plusSeconds(10);
    tell("n-2", "{}");
    tell("n-3", "{}");
    transactions.inTransaction(tx -> store.prune(tx, now, 10));
    try (RealtimeClient client = connect()) {
      client.send(hello(",\"after\":0"));
      client.next("welcome");
      assertEquals(3, client.next("reset").get("latest").asLong());
      client.next("live");
      tell("n-4", "{}");
      assertEquals(4, client.next("notification").get("sequence").asLong());
    }
    try (RealtimeClient client = connect()) {
      client.send(hello(",\"after\":1"));
      client.next("welcome");
      for (long sequence = 2; sequence <= 4; sequence++) {
        assertEquals(sequence, client.next("notification").get("sequence").asLong());
      }
      client.next("live");
    }
  }

  @Test
  void slowReaderIsBoundedAndClosedAndCompleteAfterReplay() throws IOException {
    int count = 1_500;
    String data = "\"" + "x".repeat(10_000) + "\"";
    for (int i = 1; i <= count; i++) {
      tell("n-" + i, "{\"text\":" + data + "}");
    }
    long told = 0;
    try (StallingClient client = StallingClient.open(gateway.port())) {
      client.send(hello(",\"after\":0"));
      assertEquals("welcome", json(client.read().orElseThrow()).path("type").asText());
      // Nothing is read from here on, until the gateway has hung up.
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                now = now.plusSeconds(3);
                return gateway.connections() == 0;
              });
      for (Optional<String> frame = client.read(); frame.isPresent(); frame = client.read()) {
        assertEquals(++told, json(frame.get()).path("sequence").asLong());
      }
    }
    assertTrue(told > 0 && told < count / 2, "it was sent " + told);
    ada = TestAccounts.renewed(jdbi, clock, ada);
    try (RealtimeClient client = connect()) {
      client.send(hello(",\"after\":" + told));
      client.next("welcome");
      while (told < count) {
        assertEquals(++told, client.next("notification").get("sequence").asLong());
      }
      client.next("live");
    }
  }

  private static JsonNode json(String text) {
    ObjectNode frame = Json.readObject(text.getBytes(StandardCharsets.UTF_8));
    return frame;
  }
}
