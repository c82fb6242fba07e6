package dev.scheduling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scheduling.server.ApiClient.Reply;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes no sense is refused with a problem that says where, and leaves nothing behind. */
final class BadInputIT {

  private static final String START =
      "\"start\":{\"dateTime\":\"2031-03-02T09:30:00\",\"timeZone\":\"Europe/Berlin\"}";

  private static ServerProcess server;
  private static ApiClient ada;
  private static String calendar;

  @BeforeAll
  static void start() {
    server = ServerProcess.start();
    ada = ApiClient.withNewAccount(server, "ada@example.org");
    calendar = "v1/calendars/" + ada.firstCalendar();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void nothingWasWritten() {
    assertEquals(0, ada.get(calendar + "/events").json().get("items").size());
    assertEquals(0, ada.get(calendar).json().get("revision").asLong());
    assertFalse(server.output().contains("Exception"), server::output);
  }

  private static void assertProblem(int status, Reply reply) {
    assertEquals(status, reply.status(), reply::toString);
    assertEquals("application/problem+json", reply.header("Content-Type"));
    assertTrue(reply.json().get("type").asText().startsWith("/problems/"));
    assertEquals(status, reply.json().get("status").asInt());
    assertFalse(reply.json().get("title").asText().isEmpty());
    assertFalse(reply.json().get("detail").asText().isEmpty());
    assertEquals(reply.header("X-Request-Id"), reply.json().get("requestId").asText());
  }

  private static void assertFieldProblem(int status, String pointer, Reply reply) {
    assertProblem(status, reply);
    for (JsonNode error : reply.json().path("errors")) {
      if (error.get("pointer").asText().equals(pointer)) {
        assertFalse(error.get("message").asText().isEmpty());
        return;
      }
    }
    throw new AssertionError("no error at " + pointer + ": " + reply);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"title\":\"a\"",
        "{\"title\":\"a\",}",
        "{\"title\":\"a\",\"title\":\"b\"}",
        "{\"title\":NaN}",
        "{\"title\":\"a\"} and more",
        "[{\"title\":\"a\"}]",
        "\"text\"",
        "null",
        "17"
      })
  void whatIsNotOneJsonObjectCannotBeRead(String body) {
    assertProblem(400, ada.post(calendar + "/events", body));
  }

  @Test
  void jsonThatIsTooDeepOrNotUtf8CannotBeRead() {
    String deep = "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000);
    assertProblem(400, ada.post(calendar + "/events", deep));
    byte[] latin1 = "{\"title\":\"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertProblem(400, send(BodyPublishers.ofByteArray(latin1), "/events", "application/json"));
  }

  private static Stream<Arguments> nonsense() {
    return Stream.of(
        Arguments.of("/title", START),
        Arguments.of("/title", "\"title\":5," + START),
        Arguments.of("/title", "\"title\":\"" + "x".repeat(1_001) + "\"," + START),
        Arguments.of("/title", "\"title\":\"a\\u0000b\"," + START),
        Arguments.of("/title", "\"title\":\"a\\ud800b\"," + START),
        Arguments.of("/start", "\"title\":\"a\""),
        Arguments.of("/start", "\"title\":\"a\",\"start\":{}"),
        Arguments.of("/start", "\"title\":\"a\",\"start\":\"2031-03-02\""),
        Arguments.of(
            "/start/timeZone",
            "\"title\":\"a\",\"start\":{\"dateTime\":\"2031-03-02T09:30:00\",\"timeZone\":\"Etc/Nowhere\"}"),
        Arguments.of("/start/dateTime", at("2031-02-30T09:30:00")),
        Arguments.of("/start/dateTime", at("2031-03-02T23:59:60")),
        Arguments.of("/start/dateTime", at("2031-03-02T24:00:01")),
        Arguments.of("/start/dateTime", at("+10000-01-01T00:00:00")),
        Arguments.of("/start/dateTime", at("-0001-01-01T00:00:00")),
        Arguments.of("/start/date", "\"title\":\"a\",\"start\":{\"date\":\"2031-3-2\"}"),
        Arguments.of(
            "/end",
            "\"title\":\"a\",\"end\":{\"dateTime\":\"2031-03-02T08:30:00\",\"timeZone\":\"Europe/Berlin\"},"
                + START),
        Arguments.of("/end", "\"title\":\"a\",\"end\":{\"date\":\"2031-03-03\"}," + START),
        Arguments.of(
            "/duration",
            "\"title\":\"a\",\"duration\":\"PT1H\",\"end\":{\"dateTime\":\"2031-03-02T10:30:00\",\"timeZone\":\"Europe/Berlin\"},"
                + START),
        Arguments.of("/duration", "\"title\":\"a\",\"duration\":\"-PT1H\"," + START),
        Arguments.of("/duration", "\"title\":\"a\",\"duration\":\"one hour\"," + START),
        Arguments.of("/transparency", "\"title\":\"a\",\"transparency\":\"glass\"," + START),
        Arguments.of("/status", "\"title\":\"a\",\"status\":1e999," + START),
        Arguments.of("/tags/1", "\"title\":\"a\",\"tags\":[\"a\",5]," + START),
        Arguments.of("/tags", "\"title\":\"a\",\"tags\":[\"\"]," + START),
        Arguments.of(
            "/tags",
            "\"title\":\"a\",\"tags\":["
                + IntStream.range(0, 101)
                    .mapToObj(i -> "\"t" + i + "\"")
                    .collect(Collectors.joining(","))
                + "],"
                + START),
        Arguments.of(
            "/reminders/0/trigger", "\"title\":\"a\",\"reminders\":[{\"trigger\":{}}]," + START),
        Arguments.of("/alsoIn", "\"title\":\"a\",\"alsoIn\":\"b\"," + START),
        Arguments.of("/hold", "\"title\":\"a\",\"hold\":\"b\"," + START));
  }

  private static String at(String local) {
    return "\"title\":\"a\",\"start\":{\"dateTime\":\""
        + local
        + "\",\"timeZone\":\"Europe/Berlin\"}";
  }

  @ParameterizedTest
  @MethodSource("nonsense")
  void aFieldThatMakesNoSenseIsNamed(String pointer, String members) {
    assertFieldProblem(422, pointer, ada.post(calendar + "/events", "{" + members + "}"));
    assertFieldProblem(
        422, pointer, ada.post(calendar + "/events?dryRun=true", "{" + members + "}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RRULE:FREQ=DAILY;INTERVAL=0",
        "RRULE:FREQ=DAILY;INTERVAL=-1",
        "RRULE:FREQ=DAILY;COUNT=3;UNTIL=20320101T000000Z",
        "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=1;BYDAY=2SU",
        "RRULE:FREQ=DAILY;BYSETPOS=0",
        "RRULE:FREQ=YEARLY;BYSETPOS=367",
        "RRULE:FREQ=YEARLY;BYDAY=54MO",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=32",
        "RRULE:FREQ=YEARLY;BYWEEKNO=54",
        "RRULE:FREQ=DAILY;BYHOUR=24",
        "RRULE:FREQ=FORTNIGHTLY",
        "RRULE:",
        "EXDATE:not a date",
        "DTSTART:20310101T000000",
        "nothing of the kind"
      })
  void aRuleThatMakesNoSenseOrNeverMatchesIsRefused(String line) {
    String body = "{\"title\":\"a\",\"recurrence\":[\"" + line + "\"]," + START + "}";
    assertFieldProblem(422, "/recurrence", ada.post(calendar + "/events", body));
  }

  @Test
  void aBodyOfTwentyMegabytesIsTooLarge() {
    byte[] large =
        ("{\"title\":\"" + "x".repeat(20 << 20) + "\"}").getBytes(StandardCharsets.UTF_8);
    assertProblem(413, send(BodyPublishers.ofByteArray(large), "/events", "application/json"));
    assertProblem(413, send(BodyPublishers.ofByteArray(large), "/import", "text/calendar"));
    BodyPublisher chunked =
        BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large));
    assertProblem(413, send(chunked, "/events", "application/json"));
  }

  @Test
  void aFileThatBreaksOffIsNotImportedInHalf() {
    String file =
        "BEGIN:VCALENDAR\r\n"
            + "VERSION:2.0\r\n"
            + "PRODID:x\r\n"
            + "BEGIN:VEVENT\r\n"
            + "UID:a\r\n"
            + "DTSTART:20310101T100000Z\r\n"
            + "SUMMARY:whole\r\n"
            + "END:VEVENT\r\n"
            + "BEGIN:VEVENT\r\n"
            + "UID:b\r\n";
    assertProblem(400, send(BodyPublishers.ofString(file), "/import", "text/calendar"));
    assertProblem(400, send(BodyPublishers.ofString("hello"), "/import", "text/calendar"));
    assertProblem(400, send(BodyPublishers.noBody(), "/import", "text/calendar"));
  }

  @Test
  void anotherTypeOrEncodingOfContentIsNotRead() {
    String event = "{\"title\":\"a\"," + START + "}";
    assertProblem(415, send(BodyPublishers.ofString(event), "/events", "text/plain"));
    HttpRequest.Builder zipped =
        ada.request("POST", calendar + "/events", event).header("Content-Encoding", "gzip");
    assertProblem(415, ada.send(zipped));
  }

  @ParameterizedTest
  @CsvSource({
    "from, 'from=yesterday&to=2031-01-01T00:00:00Z'",
    "to, 'from=2031-01-01T00:00:00Z'",
    "to, 'from=2031-01-01T00:00:00Z&to=2031-01-01T00:00:00Z'",
    "to, 'from=2031-01-02T00:00:00Z&to=2031-01-01T00:00:00Z'",
    "to, 'from=2031-01-01T00:00:00Z&to=2431-01-01T00:00:00Z'",
    "from, 'from=%2B999999999-01-01T00:00:00Z&to=%2B999999999-01-02T00:00:00Z'",
    "from, 'from=-999999999-01-01T00:00:00Z&to=0001-01-03T00:00:00Z'",
    "pageSize, 'from=2031-01-01T00:00:00Z&to=2031-01-02T00:00:00Z&pageSize=0'",
    "pageSize, 'from=2031-01-01T00:00:00Z&to=2031-01-02T00:00:00Z&pageSize=2147483648'",
    "pageToken, 'from=2031-01-01T00:00:00Z&to=2031-01-02T00:00:00Z&pageToken=abc'"
  })
  void aWindowThatMakesNoSenseIsRefused(String parameter, String query) {
    assertFieldProblem(400, parameter, ada.get("v1/occurrences?" + query));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "0",
        "9223372036854775808",
        "null",
        "undefined",
        "%2e%2e",
        "a%20b",
        "'%20OR%201=1--"
      })
  void anIdThatIsNoneNamesNothing(String id) {
    assertProblem(404, ada.get("v1/calendars/" + id));
    assertProblem(404, ada.get(calendar + "/events/" + id));
    assertProblem(404, ada.patch(calendar + "/events/" + id, "*", "{\"title\":\"a\"}"));
  }

  @Test
  void anIdThatNoAddressMayHoldOrThatIsVeryLongNamesNothing() {
    assertProblem(400, ada.get("v1/calendars/%00"));
    assertProblem(404, ada.get("v1/calendars/" + "a".repeat(10_000)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yesterday",
        "2031-13-01",
        "0000-01-01",
        "%2B999999999-01-01T00:00:00Z",
        "-0001-01-01"
      })
  void anOccurrenceThatNoCalendarCanHoldCannotBeRead(String occurrence) {
    ApiClient bob =
        ApiClient.withNewAccount(server, "bob" + occurrence.hashCode() + "@example.org");
    String body = "{\"title\":\"a\",\"recurrence\":[\"RRULE:FREQ=DAILY;COUNT=2\"]," + START + "}";
    Reply made = bob.post("v1/calendars/" + bob.firstCalendar() + "/events", body);
    for (String scope : new String[] {"this", "following"}) {
      String path = made.header("Location") + "?scope=" + scope + "&occurrence=" + occurrence;
      assertFieldProblem(400, "occurrence", bob.delete(path, made.header("ETag")));
      assertFieldProblem(
          400, "occurrence", bob.patch(path, made.header("ETag"), "{\"title\":\"b\"}"));
    }
  }

  @Test
  void wildcardsInAQueryMatchThemselves() {
    assertEquals(0, ada.get(calendar + "/events?tag=%25").json().get("items").size());
    assertEquals(0, ada.get(calendar + "/events?q=%25%5C_").json().get("items").size());
    assertProblem(400, ada.get(calendar + "/events?q=%00"));
  }

  @Test
  void aWrongMethodIsToldWhichOnesThereAre() {
    Reply reply = ada.send(ada.request("PUT", calendar + "/events", "{}"));
    assertProblem(405, reply);
    assertEquals("GET, POST", reply.header("Allow"));
    assertProblem(405, ada.send(ada.request("TRACE", calendar, "")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..;/",
        "%2e%2e/Main.class",
        "js/%252e%252e/x",
        "index.html;jsessionid=1",
        "js/main.js.",
        "js/main.js%00",
        "js%5cmain.js",
        "META-INF/MANIFEST.MF",
        ".gitignore"
      })
  void nothingOutsideThePageIsServed(String path) {
    Reply reply = ApiClient.anonymous(server).get(path);
    assertTrue(reply.status() == 404 || reply.status() == 400, reply::toString);
    assertFalse(reply.text().contains("<html"), reply::toString);
  }

  @Test
  void aRequestThatIsTooLongInItsHeadIsRefused() {
    Reply reply = ada.send(ada.request("GET", calendar, "").header("X-Long", "a".repeat(1 << 20)));
    assertEquals(431, reply.status());
  }

  private static Reply send(BodyPublisher body, String path, String type) {
    return ada.send(
        ada.request("POST", calendar + path, "").header("Content-Type", type).POST(body));
  }
}
