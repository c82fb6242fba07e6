package dev.scheduling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.jdbc.TestDatabase;
import dev.scheduling.jdbc.TestDatabases;
import dev.scheduling.redis.TestRedis;
import dev.scheduling.server.ApiClient.Reply;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two nodes on one PostgreSQL, with refresh tokens in Redis. */
final class SharedDatabaseIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static TestDatabase database;
  private static TestRedis redis;
  private static ServerProcess one;
  private static ServerProcess other;

  @BeforeAll
  static void start() {
    database = TestDatabases.postgresql();
    redis = TestRedis.start();
    SecretWatch.register(TestRedis.PASSWORD);
    Map<String, String> settings = new HashMap<>();
    settings.put("DATABASE_URL", database.url());
    settings.put("DATABASE_USER", database.user());
    settings.put("REDIS_URL", redis.url());
    one = ServerProcess.start(settings);
    other = ServerProcess.start(settings);
  }

  @AfterAll
  static void stop() {
    one.close();
    other.close();
    redis.close();
    database.close();
  }

  private static Reply signIn(ServerProcess server, String email) {
    return ApiClient.anonymous(server)
        .post(
            "v1/sessions",
            "{\"email\":\"" + email + "\",\"password\":\"" + ApiClient.password(email) + "\"}");
  }

  private static String refresh(Reply reply) {
    return "{\"refreshToken\":\"" + reply.json().get("refreshToken").asText() + "\"}";
  }

  @Test
  void tokenOfOneNodeIsGoodOnTheOtherAndAfterARestart() {
    ApiClient.withNewAccount(one, "nodes@example.org");
    Reply session = signIn(one, "nodes@example.org");
    String token = session.json().get("accessToken").asText();
    assertEquals(200, ApiClient.anonymous(other).withToken(token).get("v1/me").status());
    other.kill();
    other.restart();
    assertEquals(200, ApiClient.anonymous(other).withToken(token).get("v1/me").status());
    Reply refreshed = ApiClient.anonymous(other).post("v1/sessions/refresh", refresh(session));
    assertEquals(200, refreshed.status(), refreshed::toString);
    String next = refreshed.json().get("accessToken").asText();
    assertEquals(200, ApiClient.anonymous(one).withToken(next).get("v1/me").status());
    assertEquals(
        401, ApiClient.anonymous(one).post("v1/sessions/refresh", refresh(session)).status());
    assertEquals(
        401,
        ApiClient.anonymous(other).withToken(next).get("v1/me").status(),
        "the reuse on one node ends the session on the other");
  }

  @Test
  void socketOnAnotherNodeIsClosedSoonAfterTheSignOut() {
    ApiClient ada = ApiClient.withNewAccount(one, "far-socket@example.org");
    try (RealtimeClient socket = RealtimeClient.listen(other, ada.accessToken())) {
      socket.next("welcome");
      socket.next("live");
      assertEquals(204, ada.delete("v1/sessions/current", "*").status());
      assertEquals(4401, socket.closeCode());
    }
  }

  @Test
  void whileRedisIsAwayARefreshIsAnswered503AndNothingIsLost() {
    ApiClient ada = ApiClient.withNewAccount(one, "outage@example.org");
    Reply session = signIn(one, "outage@example.org");
    redis.kill();
    Reply refused = ApiClient.anonymous(one).post("v1/sessions/refresh", refresh(session));
    assertEquals(503, refused.status(), refused::toString);
    assertFalse(refused.header("Retry-After").isEmpty());
    assertEquals(503, signIn(one, "outage@example.org").status());
    assertEquals(200, ada.get("v1/calendars").status(), "who is signed in works on");
    redis.restart();
    Reply later = whenAnswered(one, refresh(session));
    assertEquals(200, later.status(), "the token is as good as before");
    assertEquals(2, ada.get("v1/sessions").json().get("items").size(), "no session is left over");
  }

  @Test
  void ofAHundredRefreshesOverTwoNodesAtMostOneFamilySurvivesAKilledRedis() {
    ApiClient.withNewAccount(one, "race@example.org");
    Reply session = signIn(one, "race@example.org");
    List<CompletableFuture<Reply>> racing =
        IntStream.range(0, 100)
            .mapToObj(i -> ApiClient.anonymous(i % 2 == 0 ? one : other))
            .map(c -> c.sendAsync(c.request("POST", "v1/sessions/refresh", refresh(session))))
            .toList();
    CompletableFuture.anyOf(racing.toArray(CompletableFuture[]::new)).join();
    redis.kill();
    List<Reply> replies = racing.stream().map(CompletableFuture::join).toList();
    redis.restart();
    for (Reply reply : replies) {
      assertTrue(List.of(200, 401, 503).contains(reply.status()), reply::toString);
    }
    List<Reply> good = replies.stream().filter(reply -> reply.status() == 200).toList();
    assertTrue(good.size() <= 1, "successes: " + good.size());
    // Whichever token is tried now, no two of them are good.
    long survivors = whenAnswered(one, refresh(session)).status() == 200 ? 1 : 0;
    for (Reply reply : good) {
      survivors += whenAnswered(other, refresh(reply)).status() == 200 ? 1 : 0;
    }
    assertTrue(survivors <= 1, "survivors: " + survivors);
  }

  private static Reply whenAnswered(ServerProcess server, String body) {
    // A first question with a token of another family finds out whether Redis is back.
    ApiClient nobody = ApiClient.anonymous(server);
    String email = "probe-" + System.nanoTime() + "@example.org";
    nobody.post(
        "v1/accounts",
        "{\"email\":\"" + email + "\",\"password\":\"" + ApiClient.password(email) + "\"}");
    Awaitility.await().atMost(PATIENCE).until(() -> signIn(server, email).status() == 201);
    return nobody.post("v1/sessions/refresh", body);
  }

  @Test
  void deletedAccountIsFoundInNoTable() throws SQLException {
    String email = "leaving@example.org";
    ApiClient ada = ApiClient.withNewAccount(one, email);
    String id = ada.get("v1/me").json().get("id").asText();
    String calendar = ada.firstCalendar();
    String events = "v1/calendars/" + calendar + "/events";
    String event =
        "{\"title\":\"Last\",\"start\":{\"date\":\"2031-01-01\"},\"tags\":[\"a\"],"
            + "\"reminders\":[{\"trigger\":{\"offset\":\"-PT15M\",\"relativeTo\":\"start\"}}]}";
    for (int i = 0; i < 5; i++) {
      ada.send(ada.request("POST", events, event).header("Idempotency-Key", "key-" + i));
    }
    ada.post("v1/me/app-passwords", "{\"name\":\"A\",\"scopes\":[\"read\"]}");
    one.commandLine("account", "reset-password", email);
    TreeSet<String> before = new TreeSet<>();
    before.addAll(tablesWith(id));
    before.addAll(tablesWith(calendar));
    for (String table : List.of("account", "account_session", "app_password", "password_reset")) {
      assertTrue(before.contains(table), () -> table + " is not among " + before);
    }
    for (String table : List.of("scheduling_calendar", "scheduling_event", "repeated_request")) {
      assertTrue(before.contains(table), () -> table + " is not among " + before);
    }
    assertEquals(204, ada.delete("v1/me", "*").status());
    // The log of security-relevant acts says that the account, which it names by its id alone,
    // went.
    assertEquals(new TreeSet<>(List.of("audit_entry")), tablesWith(id));
    assertEquals(new TreeSet<>(), tablesWith(calendar));
    assertEquals(new TreeSet<>(), tablesWith(email));
  }

  /** The tables with a row that has a text anywhere, in bytes too. */
  private static TreeSet<String> tablesWith(String text) throws SQLException {
    TreeSet<String> found = new TreeSet<>();
    try (Connection connection = database.dataSource().getConnection()) {
      TreeSet<String> tables = new TreeSet<>();
      try (ResultSet row =
          connection.getMetaData().getTables(null, "public", "%", new String[] {"TABLE"})) {
        while (row.next()) {
          tables.add(row.getString("TABLE_NAME"));
        }
      }
      assertTrue(tables.size() > 20, tables::toString);
      for (String table : tables) {
        try (ResultSet row = connection.createStatement().executeQuery("SELECT * FROM " + table)) {
          int columns = row.getMetaData().getColumnCount();
          while (row.next()) {
            for (int column = 1; column <= columns; column++) {
              Object value = row.getObject(column);
              String shown =
                  value instanceof byte[] bytes
                      ? new String(bytes, StandardCharsets.ISO_8859_1)
                      : String.valueOf(value);
              if (shown.contains(text)) {
                found.add(table);
              }
            }
          }
        }
      }
    }
    return found;
  }
}
