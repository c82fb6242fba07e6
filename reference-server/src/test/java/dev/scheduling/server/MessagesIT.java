package dev.scheduling.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scheduling.engine.Stores;
import dev.scheduling.jdbc.JdbcStores;
import dev.scheduling.jdbc.JdbcTransactions;
import dev.scheduling.jdbc.TestDatabase;
import dev.scheduling.jdbc.TestDatabases;
import dev.scheduling.kafka.KafkaBroker;
import dev.scheduling.outbox.Outbox;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.server.ApiClient.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server whose messages go over a real broker: the main job, dead letters, metrics. */
final class MessagesIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String LETTERS = "v1/admin/dead-letters";

  @TempDir private static Path folder;

  private static KafkaBroker broker;
  private static TestDatabase database;
  private static Stores stores;
  private static ServerProcess server;
  private static ApiClient root;
  private static ApiClient eve;
  private static int metricsPort;

  @BeforeAll
  static void start() throws IOException {
    int port = KafkaBroker.freePort();
    broker = KafkaBroker.start(folder, port, port);
    database = TestDatabases.postgresql();
    stores = JdbcStores.on(database.dataSource());
    metricsPort = KafkaBroker.freePort();
    server =
        ServerProcess.start(
            Map.of(
                "DATABASE_URL",
                database.url(),
                "DATABASE_USER",
                database.user(),
                "KAFKA_BOOTSTRAP_SERVERS",
                broker.bootstrapServers(),
                "METRICS_PORT",
                Integer.toString(metricsPort)));
    ApiClient nobody = ApiClient.anonymous(server);
    String account = "\"email\":\"root@example.org\",\"password\":\"a long sentence\"";
    String setup = "{\"token\":\"" + server.setupToken() + "\"," + account + "}";
    assertEquals(201, nobody.post("v1/setup", setup).status());
    Reply session = nobody.post("v1/sessions", "{" + account + "}");
    root = nobody.withToken(session.json().get("accessToken").asText());
    eve = ApiClient.withNewAccount(server, "eve@example.org");
  }

  @AfterAll
  static void stop() {
    server.close();
    database.close();
    broker.close();
  }

  private static void book(ApiClient client, int day) {
    Reply made =
        client.post(
            "v1/calendars/" + client.firstCalendar() + "/events",
            """
            {"title":"Meeting","start":{"dateTime":"2031-03-%02dT09:30:00","timeZone":"Asia/Seoul"},
             "duration":"PT1H"}
            """
                .formatted(day));
    assertEquals(201, made.status(), made::toString);
  }

  // --- the main job

  @Test
  void eventsReachTheirOwnersPageInOrderAlsoWhileTheBrokerIsKilled() throws Exception {
    ApiClient ada = ApiClient.withNewAccount(server, "over-kafka@example.org");
    try (RealtimeClient page = RealtimeClient.listen(server, ada.accessToken())) {
      page.next("welcome");
      page.next("live");
      book(ada, 1);
      assertEquals(1, page.next("notification").get("sequence").asLong());

      broker.kill();
      book(ada, 2);
      book(ada, 3);
      broker.startAgain();
      book(ada, 4);

      for (int sequence = 2; sequence <= 4; sequence++) {
        JsonNode notification = page.next("notification");
        assertEquals(sequence, notification.get("sequence").asLong());
        assertEquals(sequence, notification.at("/data/revision").asLong());
      }
    }
    assertEquals(4, ada.get("v1/notifications?after=0").json().get("items").size());
  }

  @Test
  void reminderReachesItsOwnersPageOverTheBroker() {
    ApiClient ada = ApiClient.withNewAccount(server, "reminded@example.org");
    try (RealtimeClient page = RealtimeClient.listen(server, ada.accessToken())) {
      page.next("welcome");
      page.next("live");
      Reply made =
          ada.post(
              "v1/calendars/" + ada.firstCalendar() + "/events",
              """
              {"title":"Meeting","start":{"date":"2031-03-01"},
               "reminders":[{"trigger":{"at":"%s"}}]}
              """
                  .formatted(ServerProcess.CLOCK.instant().plusSeconds(5)));
      assertEquals(201, made.status(), made::toString);
      assertEquals("event.created", page.next("notification").get("kind").asText());
      assertEquals("reminder", page.next("notification").get("kind").asText());
    }
  }

  // --- dead letters

  /** Messages to somebody that make no sense, in the server's own outbox. */
  private static void poison(String key, String owner, int count) {
    Outbox outbox = Outbox.of(stores.outbox());
    List<OutboxMessage> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      messages.add(
          OutboxMessage.builder("event.changed", key, Instant.EPOCH)
              .payload(
                  "application/json",
                  "{\"kind\":\"event.changed\",\"owner\":\"%s\",\"bad\":[]}"
                      .formatted(owner)
                      .getBytes(UTF_8))
              .build());
    }
    stores
        .transactions()
        .inTransaction(
            tx -> {
              outbox.append(tx, messages);
              return "";
            });
  }

  /** What a new version of the consumer would do: they make sense now. */
  private static void mend(String key, String owner) {
    stores
        .transactions()
        .inTransaction(
            tx -> {
              try (var update =
                  JdbcTransactions.connection(tx)
                      .prepareStatement(
                          "UPDATE scheduling_dead_letter SET payload = ? WHERE message_key = ?")) {
                update.setBytes(
                    1,
                    "{\"kind\":\"event.changed\",\"owner\":\"%s\"}"
                        .formatted(owner)
                        .getBytes(UTF_8));
                update.setString(2, key);
                return update.executeUpdate();
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
  }

  private static String idOf(ApiClient client) {
    return client.get("v1/me").json().get("id").asText();
  }

  /** A consumer's key in the outbox, where what it cannot take is parked. */
  private static String parked(String key) {
    return "scheduling-server/" + key;
  }

  private static JsonNode letters(String query) {
    Reply reply = root.get(LETTERS + query);
    assertEquals(200, reply.status(), reply::toString);
    return reply.json().get("items");
  }

  private static JsonNode awaitLetters(String key, int count) {
    String query = "?key=" + parked(key);
    await().atMost(PATIENCE).untilAsserted(() -> assertEquals(count, letters(query).size()));
    return letters(query);
  }

  private static List<String> audited(String act) {
    List<String> lines = new ArrayList<>();
    root.get("v1/admin/audit?act=" + act)
        .json()
        .get("items")
        .forEach(item -> lines.add(item.get("about").asText()));
    return lines;
  }

  private static void awaitNotifications(ApiClient client, int count) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertEquals(
                    count, client.get("v1/notifications?after=0").json().get("items").size()));
  }

  @Test
  void deadLetterIsFoundWithItsCauseAndContent() {
    poison("found", idOf(root), 2);

    JsonNode letter = awaitLetters("found", 2).get(0);

    assertEquals("event.changed", letter.get("type").asText());
    assertTrue(letter.get("cause").asText().contains("field bad"), letter::toString);
    assertEquals(1, letters("?pageSize=1&key=" + parked("found")).size());
    assertEquals(0, letters("?key=" + parked("nobody")).size());
    assertEquals(0, letters("?type=other&key=" + parked("found")).size());
    assertEquals(2, letters("?cause=field+bad&key=" + parked("found")).size());
    assertEquals(0, letters("?cause=other&key=" + parked("found")).size());
    assertEquals(0, letters("?diedBefore=2020-01-01T00:00:00Z").size());
    JsonNode whole = root.get(LETTERS + "/" + letter.get("id").asText()).json();
    assertTrue(whole.get("payload").asText().contains("\"bad\":[]"), whole::toString);
    assertEquals("application/json", whole.get("contentType").asText());
    assertEquals(404, root.get(LETTERS + "/999999999").status());
    assertTrue(root.get("v1/admin/outbox").json().get("deadLetters").asInt() >= 2);
  }

  @Test
  void deadLetterIsPutBackAndHasItsEffectOnce() {
    ApiClient ada = ApiClient.withNewAccount(server, "put-back@example.org");
    poison("one", idOf(ada), 1);
    String id = awaitLetters("one", 1).get(0).get("id").asText();
    mend(parked("one"), idOf(ada));

    Reply reply = root.post(LETTERS + "/redrive", "{\"ids\":[\"" + id + "\"]}");

    assertEquals(1, reply.json().get("redriven").asInt(), reply::toString);
    awaitNotifications(ada, 1);
    awaitLetters("one", 0);
    assertTrue(
        audited("dead-letters-redriven").contains(id + " event.changed"),
        () -> audited("dead-letters-redriven").toString());
    Reply again = root.post(LETTERS + "/redrive", "{\"ids\":[\"" + id + "\"]}");
    assertEquals(0, again.json().get("redriven").asInt());
  }

  @Test
  void deadLettersArePutBackByAFilterAtARateAfterADryRun() {
    ApiClient ada = ApiClient.withNewAccount(server, "many@example.org");
    poison("many", idOf(ada), 3);
    awaitLetters("many", 3);
    mend(parked("many"), idOf(ada));
    String filter = "{\"filter\":{\"key\":\"" + parked("many") + "\"}";

    Reply dry = root.post(LETTERS + "/redrive", filter + ",\"dryRun\":true}");

    assertEquals(3, dry.json().get("redriven").asInt(), dry::toString);
    assertEquals(3, letters("?key=" + parked("many")).size());
    Reply real = root.post(LETTERS + "/redrive", filter + ",\"ratePerSecond\":50}");
    assertEquals(3, real.json().get("redriven").asInt(), real::toString);
    awaitNotifications(ada, 3);
    awaitLetters("many", 0);
  }

  @Test
  void deadLetterIsDiscardedWithAReasonThatStaysInTheAuditLog() {
    poison("discarded", idOf(root), 1);
    String letter = LETTERS + "/" + awaitLetters("discarded", 1).get(0).get("id").asText();
    assertEquals(422, root.post(letter + "/discard", "{}").status());
    assertEquals(422, root.post(letter + "/discard", "{\"reason\":\" \"}").status());

    Reply reply = root.post(letter + "/discard", "{\"reason\":\"a test wrote it\"}");

    assertEquals(204, reply.status(), reply::toString);
    assertEquals(404, root.get(letter).status());
    assertEquals(404, root.post(letter + "/discard", "{\"reason\":\"again\"}").status());
    assertTrue(
        audited("dead-letter-discarded").stream()
            .anyMatch(line -> line.endsWith("a test wrote it")),
        () -> audited("dead-letter-discarded").toString());
  }

  @Test
  void redriveThatSaysTooLittleOrTooMuchIsRefused() {
    for (String body :
        List.of(
            "{}",
            "{\"ids\":[\"1\"],\"filter\":{}}",
            "{\"ids\":[\"1\"],\"ratePerSecond\":5}",
            "{\"filter\":{},\"ratePerSecond\":0}",
            "{\"filter\":{},\"ratePerSecond\":10001}")) {
      assertEquals(422, root.post(LETTERS + "/redrive", body).status(), body);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET,v1/admin/outbox",
    "GET,v1/admin/dead-letters",
    "GET,v1/admin/dead-letters/1",
    "POST,v1/admin/dead-letters/redrive",
    "POST,v1/admin/dead-letters/1/discard"
  })
  void strangerIsRefused(String method, String path) {
    String body = method.equals("GET") ? "" : "{\"filter\":{},\"reason\":\"none\"}";
    ApiClient nobody = ApiClient.anonymous(server);
    assertEquals(401, nobody.send(nobody.request(method, path, body)).status());
    assertEquals(403, eve.send(eve.request(method, path, body)).status());
  }

  // --- metrics

  private static HttpResponse<String> metrics(String path, String method)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + metricsPort + path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody());
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  private static double value(String text, String meter) {
    return text.lines()
        .filter(line -> line.startsWith(meter + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + meter + " in\n" + text));
  }

  @Test
  void everythingAboutMessagesIsMeasuredOnAPortOfItsOwn() throws Exception {
    ApiClient ada = ApiClient.withNewAccount(server, "measured@example.org");
    String before = metrics("/metrics", "GET").body();
    book(ada, 1);
    awaitNotifications(ada, 1);
    poison("measured", idOf(ada), 1);
    String id = awaitLetters("measured", 1).get(0).get("id").asText();
    root.post(LETTERS + "/" + id + "/discard", "{\"reason\":\"measured\"}");

    HttpResponse<String> answer = metrics("/metrics", "GET");

    assertEquals(200, answer.statusCode());
    assertTrue(answer.headers().firstValue("Content-Type").orElse("").startsWith("text/plain"));
    String after = answer.body();
    for (String moved :
        List.of(
            "outbox_attempts_total{result=\"sent\"}",
            "outbox_attempts_total{result=\"dead\"}",
            "outbox_batch_count",
            "outbox_batch_sum",
            "outbox_send_seconds_count",
            "outbox_send_seconds_sum",
            "outbox_redriven_total{result=\"discarded\"}",
            "kafka_receiver_records_total{result=\"taken\"}",
            "kafka_receiver_records_total{result=\"parked\"}")) {
      assertTrue(value(after, moved) > value(before, moved), moved);
    }
    for (String present :
        List.of(
            "outbox_attempts_total{result=\"failed\"}",
            "outbox_pending",
            "outbox_pending_age_seconds",
            "outbox_parked_keys",
            "outbox_parked_age_seconds",
            "outbox_dead_letters",
            "outbox_redriven_total{result=\"redriven\"}",
            "outbox_redriven_total{result=\"refused\"}",
            "outbox_completions_fenced_total",
            "outbox_leases_stolen_total",
            "inbox_duplicates_total{consumer=\"notifications\"}",
            "kafka_receiver_lag")) {
      assertTrue(value(after, present) >= 0, present);
    }
    assertEquals(404, metrics("/", "GET").statusCode());
    assertEquals(405, metrics("/metrics", "POST").statusCode());
    assertEquals(404, ApiClient.anonymous(server).get("metrics").status(), "not for the public");
  }
}
