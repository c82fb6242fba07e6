package dev.scheduling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scheduling.server.ApiClient.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Free time over HTTP: free/busy times, slots, and when two series first clash. */
final class FreeTimeIT {

  private static final String DAY =
      "\"from\":\"2031-03-03T00:00:00Z\",\"to\":\"2031-03-04T00:00:00Z\"";

  private static ServerProcess server;
  private static ApiClient ada;

  /** Ada's first calendar: busy from 9 to 10 UTC, tentatively from 12 to 13, free otherwise. */
  private static String mine;

  /** Her room: taken from 10 to 11 each Monday. */
  private static String room;

  @BeforeAll
  static void start() {
    server = ServerProcess.start();
    ada = ApiClient.withNewAccount(server, "ada@example.org");
    mine = ada.firstCalendar();
    room = newCalendar("Room");
    book(mine, "09:00", "PT1H", "");
    book(mine, "09:30", "PT15M", ",\"transparency\":\"transparent\"");
    book(mine, "12:00", "PT1H", ",\"status\":\"tentative\"");
    book(room, "10:00", "PT1H", ",\"recurrence\":[\"RRULE:FREQ=WEEKLY\"]");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String newCalendar(String name) {
    return ada.post("v1/calendars", "{\"name\":\"" + name + "\",\"timeZone\":\"UTC\"}")
        .json()
        .path("id")
        .asText();
  }

  private static void book(String calendar, String time, String duration, String more) {
    Reply made =
        ada.post(
            "v1/calendars/" + calendar + "/events",
            "{\"title\":\"secret\",\"start\":{\"dateTime\":\"2031-03-03T"
                + time
                + ":00\",\"timeZone\":\"UTC\"},\"duration\":\""
                + duration
                + "\""
                + more
                + "}");
    assertEquals(201, made.status(), made::toString);
  }

  private static String quoted(String... ids) {
    return Stream.of(ids).map(id -> "\"" + id + "\"").collect(Collectors.joining(",", "[", "]"));
  }

  private static JsonNode ok(String path, String body) {
    Reply reply = ada.post(path, body);
    assertEquals(200, reply.status(), reply::toString);
    return reply.json();
  }

  private static String slots(String more) {
    return "{\"calendarIds\":" + quoted(mine) + "," + DAY + ",\"timeZone\":\"UTC\"" + more + "}";
  }

  private static List<String> starts(JsonNode items) {
    List<String> starts = new ArrayList<>();
    items.forEach(item -> starts.add(item.path("start").asText().substring(11, 16)));
    return starts.stream().sorted().toList();
  }

  private static String nineToFive(String more) {
    return ",\"workingHours\":[{\"weekly\":[{\"days\":[\"mo\",\"tu\"],\"from\":\"09:00\",\"to\":\"14:00\"}]"
        + more
        + "}]";
  }

  @Test
  void freeBusyTellsWhenAndOfWhichKindButNotWhat() {
    Reply reply =
        ada.post("v1/freebusy", "{\"calendarIds\":" + quoted(mine, room) + "," + DAY + "}");
    assertEquals(200, reply.status(), reply::toString);
    assertFalse(reply.text().contains("secret"), reply::toString);
    JsonNode items = reply.json().path("items");
    assertEquals(mine, items.at("/0/calendarId").asText());
    assertEquals(
        "[{\"start\":\"2031-03-03T09:00:00Z\",\"end\":\"2031-03-03T10:00:00Z\",\"kind\":\"busy\"},"
            + "{\"start\":\"2031-03-03T12:00:00Z\",\"end\":\"2031-03-03T13:00:00Z\",\"kind\":\"tentative\"}]",
        items.at("/0/busy").toString());
    assertEquals(room, items.at("/1/calendarId").asText());
    assertEquals(1, items.at("/1/busy").size());
  }

  @Test
  void freeBusyWithinWorkingHoursIsUnavailableOutside() {
    JsonNode answer =
        ok(
            "v1/freebusy",
            "{\"calendarIds\":"
                + quoted(mine)
                + ","
                + DAY
                + ",\"timeZone\":\"UTC\""
                + nineToFive("")
                + "}");
    List<String> kinds = new ArrayList<>();
    answer.at("/items/0/busy").forEach(busy -> kinds.add(busy.path("kind").asText()));
    assertEquals(List.of("unavailable", "busy", "tentative", "unavailable"), kinds);
  }

  @Test
  void slotsLieInWorkingHoursAndBesideWhatIsBusyWithItsBuffers() {
    JsonNode answer =
        ok("v1/slots", slots(",\"duration\":\"PT1H\",\"grid\":\"PT30M\"" + nineToFive("")));
    assertEquals(List.of("10:00", "10:30", "11:00", "13:00"), starts(answer.path("items")));
    assertEquals(4, answer.path("freeCount").asInt());
    JsonNode first = answer.at("/items/0");
    assertEquals("2031-03-03T10:00:00Z", first.path("start").asText(), answer::toString);
    assertEquals("[\"everyone\",\"earliest\",\"backToBack\"]", first.path("reasons").toString());
    JsonNode buffered =
        ok(
            "v1/slots",
            slots(
                ",\"duration\":\"PT1H\",\"grid\":\"PT15M\",\"bufferBefore\":\"PT15M\",\"bufferAfter\":\"PT15M\""
                    + nineToFive("")));
    assertEquals(List.of("10:15", "10:30", "10:45"), starts(buffered.path("items")));
  }

  @Test
  void aDateWithHoursOfItsOwnGoesOverTheWeek() {
    JsonNode dayOff =
        ok(
            "v1/slots",
            slots(",\"duration\":\"PT1H\"" + nineToFive(",\"dates\":[{\"date\":\"2031-03-03\"}]")));
    assertEquals(0, dayOff.path("freeCount").asInt());
    JsonNode evening =
        ok(
            "v1/slots",
            slots(
                ",\"duration\":\"PT1H\",\"grid\":\"PT1H\""
                    + nineToFive(
                        ",\"dates\":[{\"date\":\"2031-03-03\",\"hours\":[{\"from\":\"22:00\",\"to\":\"24:00\"}]}]")));
    assertEquals(List.of("22:00", "23:00"), starts(evening.path("items")));
  }

  @Test
  void anyOfTheRoomsWillDoAndARefusedTimeSaysWhoBlocksIt() {
    String other = newCalendar("Other room");
    String body =
        "{\"calendarIds\":"
            + quoted(mine)
            + ",\"anyOf\":"
            + quoted(room, other)
            + ","
            + DAY
            + ",\"timeZone\":\"UTC\",\"duration\":\"PT1H\",\"grid\":\"PT1H\",\"limit\":1000"
            + nineToFive("")
            + ",\"check\":[\"2031-03-03T12:30:00Z\",\"2031-03-03T10:00:00Z\",\"2031-03-03T20:00:00Z\"]}";
    JsonNode answer = ok("v1/slots", body);
    assertEquals(List.of("10:00", "11:00", "13:00"), starts(answer.path("items")));
    answer
        .path("items")
        .forEach(
            item ->
                assertEquals(
                    item.path("start").asText().contains("T10:") ? other : room,
                    item.path("room").asText()));
    JsonNode refused = answer.at("/checks/0");
    assertFalse(refused.path("free").asBoolean());
    assertEquals(mine, refused.at("/blockedBy/0/calendarId").asText());
    assertEquals("tentative", refused.at("/blockedBy/0/reason").asText());
    assertEquals("2031-03-03T12:00:00Z", refused.at("/blockedBy/0/start").asText());
    assertTrue(answer.at("/checks/1/free").asBoolean(), answer::toString);
    assertEquals(room, answer.at("/checks/1/blockedBy/0/calendarId").asText());
    assertEquals("outsideWorkingHours", answer.at("/checks/2/blockedBy/0/reason").asText());
  }

  @Test
  void aQuorumDoesWithoutSomeAndOptionalOnesOnlyRaiseTheScore() {
    String window =
        DAY + ",\"timeZone\":\"UTC\",\"duration\":\"PT1H\",\"grid\":\"PT1H\"" + nineToFive("");
    JsonNode all = ok("v1/slots", "{\"calendarIds\":" + quoted(mine, room) + "," + window + "}");
    assertEquals(List.of("11:00", "13:00"), starts(all.path("items")));
    JsonNode one =
        ok("v1/slots", "{\"calendarIds\":" + quoted(mine, room) + ",\"quorum\":1," + window + "}");
    assertEquals(5, one.path("freeCount").asInt());
    JsonNode optional =
        ok(
            "v1/slots",
            "{\"calendarIds\":"
                + quoted(mine)
                + ",\"optional\":"
                + quoted(room)
                + ","
                + window
                + "}");
    assertEquals(List.of("10:00", "11:00", "13:00"), starts(optional.path("items")));
    JsonNode last = optional.at("/items/2");
    assertEquals("busy", last.at("/blockedBy/0/reason").asText(), optional::toString);
  }

  @Test
  void limitsCountWhatIsThereOnTheDay() {
    JsonNode full =
        ok(
            "v1/slots",
            slots(
                ",\"duration\":\"PT1H\",\"limits\":[{\"perDay\":2}],\"check\":[\"2031-03-03T11:00:00Z\"]"));
    assertEquals(0, full.path("freeCount").asInt());
    assertEquals("dayLimit", full.at("/checks/0/blockedBy/0/reason").asText());
    assertTrue(
        ok("v1/slots", slots(",\"duration\":\"PT1H\",\"limits\":[{\"perDay\":3}]"))
                .path("freeCount")
                .asInt()
            > 0);
  }

  @Test
  void aMeetingOfEachWeekGetsTheFirstTimeThatStaysFree() {
    String body =
        "{\"calendarIds\":"
            + quoted(room)
            + ",\"from\":\"2031-03-03T10:00:00Z\",\"to\":\"2031-03-03T14:00:00Z\",\"timeZone\":\"UTC\","
            + "\"duration\":\"PT1H\",\"grid\":\"PT1H\",\"weekly\":";
    JsonNode forEver = ok("v1/slots", body + "{}}");
    assertEquals(List.of("11:00"), starts(forEver.path("items")));
    assertFalse(forEver.at("/items/0").has("noneBefore"), forEver::toString);
    assertFalse(forEver.at("/items/0/tzVersion").asText().isEmpty());
    assertEquals(
        List.of("11:00"), starts(ok("v1/slots", body + "{\"occurrences\":3}}").path("items")));
  }

  @Test
  void theFirstClashOfTwoSeriesIsToldOrThatThereIsNone() {
    String mondays =
        "{\"start\":{\"dateTime\":\"2031-03-03T09:00:00\",\"timeZone\":\"Europe/Berlin\"},"
            + "\"duration\":\"PT1H\",\"recurrence\":[\"RRULE:FREQ=WEEKLY\"]}";
    String noons =
        "{\"start\":{\"dateTime\":\"2031-03-01T12:00:00\",\"timeZone\":\"Europe/Berlin\"},"
            + "\"duration\":\"PT1H\",\"recurrence\":[\"RRULE:FREQ=DAILY\"]}";
    String firsts = "{\"start\":{\"date\":\"2031-03-01\"},\"recurrence\":[\"RRULE:FREQ=MONTHLY\"]}";
    JsonNode never = ok("v1/conflicts/first", "{\"a\":" + mondays + ",\"b\":" + noons + "}");
    assertEquals("never", never.path("answer").asText());
    assertEquals("week", never.path("proof").asText());
    assertFalse(never.path("tzVersion").asText().isEmpty());
    JsonNode clash =
        ok(
            "v1/conflicts/first",
            "{\"a\":" + mondays + ",\"b\":" + firsts + ",\"timeZone\":\"Europe/Berlin\"}");
    assertEquals("conflict", clash.path("answer").asText(), clash::toString);
    assertEquals("2031-09-01T07:00:00Z", clash.path("at").asText());
  }

  @Test
  void nobodyLearnsAnythingOfCalendarsThatAreNotTheirs() {
    ApiClient bob = ApiClient.withNewAccount(server, "bob@example.org");
    for (String ids : List.of(quoted(mine), quoted(bob.firstCalendar(), mine), quoted("no-such"))) {
      assertEquals(
          404, bob.post("v1/freebusy", "{\"calendarIds\":" + ids + "," + DAY + "}").status());
      for (String role : List.of("calendarIds", "optional", "anyOf")) {
        String body =
            "{\""
                + role
                + "\":"
                + ids
                + (role.equals("calendarIds")
                    ? ""
                    : ",\"calendarIds\":" + quoted(bob.firstCalendar()))
                + ","
                + DAY
                + ",\"duration\":\"PT1H\"}";
        boolean namedTwice = ids.contains(bob.firstCalendar()) && !role.equals("calendarIds");
        assertEquals(namedTwice ? 422 : 404, bob.post("v1/slots", body).status(), body);
      }
    }
    assertEquals(401, ApiClient.anonymous(server).post("v1/slots", "{}").status());
  }

  private static String ids(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"c" + i + "\"")
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static Stream<Arguments> badSlots() {
    String day = DAY + ",\"duration\":\"PT1H\"";
    String me = "\"calendarIds\":[\"MINE\"],";
    return Stream.of(
        Arguments.of("/calendarIds", "at least one", day),
        Arguments.of("/calendarIds", "1000", "\"calendarIds\":" + ids(10_000) + "," + day),
        Arguments.of("/optional", "1000", me + "\"optional\":" + ids(1_000) + "," + day),
        Arguments.of("/calendarIds", "twice", "\"calendarIds\":[\"MINE\",\"MINE\"]," + day),
        Arguments.of(
            "/from", "missing", me + "\"to\":\"2031-03-04T00:00:00Z\",\"duration\":\"PT1H\""),
        Arguments.of(
            "/to",
            "400 days",
            me
                + "\"from\":\"2031-01-01T00:00:00Z\",\"to\":\"2431-01-01T00:00:00Z\",\"duration\":\"PT1H\""),
        Arguments.of(
            "/to",
            "after from",
            me
                + "\"from\":\"2031-01-01T00:00:00Z\",\"to\":\"2031-01-01T00:00:00Z\",\"duration\":\"PT1H\""),
        Arguments.of(
            "/to",
            "after from",
            me
                + "\"from\":\"2031-01-02T00:00:00Z\",\"to\":\"2031-01-01T00:00:00Z\",\"duration\":\"PT1H\""),
        Arguments.of("/duration", "missing", me + DAY),
        Arguments.of("/duration", "PT1S", me + DAY + ",\"duration\":\"PT0S\""),
        Arguments.of("/duration", "PT1S", me + DAY + ",\"duration\":\"-PT1H\""),
        Arguments.of("/duration", "PT9600H", me + DAY + ",\"duration\":\"PT9601H\""),
        Arguments.of("/duration", "whole seconds", me + DAY + ",\"duration\":\"PT1.5S\""),
        Arguments.of("/duration", "ISO 8601", me + DAY + ",\"duration\":\"an hour\""),
        Arguments.of(
            "/duration", "ISO 8601", me + DAY + ",\"duration\":\"PT99999999999999999999H\""),
        Arguments.of("/grid", "PT1M", me + day + ",\"grid\":\"PT0S\""),
        Arguments.of("/grid", "PT1M", me + day + ",\"grid\":\"-PT15M\""),
        Arguments.of("/grid", "PT24H", me + day + ",\"grid\":\"PT25H\""),
        Arguments.of("/bufferBefore", "PT168H", me + day + ",\"bufferBefore\":\"PT169H\""),
        Arguments.of("/bufferAfter", "PT0S", me + day + ",\"bufferAfter\":\"-PT5M\""),
        Arguments.of("/minimumNotice", "PT0S", me + day + ",\"minimumNotice\":\"-PT5M\""),
        Arguments.of("/minimumNotice", "PT9600H", me + day + ",\"minimumNotice\":\"PT999999H\""),
        Arguments.of("/quorum", "1", me + day + ",\"quorum\":0"),
        Arguments.of("/quorum", "from 1 to 1", me + day + ",\"quorum\":2"),
        Arguments.of("/limit", "1000", me + day + ",\"limit\":1001"),
        Arguments.of("/limit", "1000", me + day + ",\"limit\":0"),
        Arguments.of("/timeZone", "tz database", me + day + ",\"timeZone\":\"Etc/Nowhere\""),
        Arguments.of("/check/0", "window", me + day + ",\"check\":[\"2032-01-01T00:00:00Z\"]"),
        Arguments.of("/check/0", "", me + day + ",\"check\":[\"tomorrow\"]"),
        Arguments.of("/limits/0/perDay", "1", me + day + ",\"limits\":[{\"perDay\":0}]"),
        Arguments.of(
            "/limits/0/weekBegins", "mo", me + day + ",\"limits\":[{\"weekBegins\":\"someday\"}]"),
        Arguments.of("/workingHours", "array", me + day + ",\"workingHours\":9"),
        Arguments.of(
            "/workingHours/0/weekly/0/days",
            "at least one",
            me + day + ",\"workingHours\":[{\"weekly\":[{\"from\":\"09:00\",\"to\":\"17:00\"}]}]"),
        Arguments.of(
            "/workingHours/0/weekly/0/to",
            "no time",
            me
                + day
                + ",\"workingHours\":[{\"weekly\":[{\"days\":[\"mo\"],\"from\":\"09:00\",\"to\":\"09:00\"}]}]"),
        Arguments.of(
            "/workingHours/0/weekly/0/from",
            "time of day",
            me
                + day
                + ",\"workingHours\":[{\"weekly\":[{\"days\":[\"mo\"],\"from\":\"25:00\",\"to\":\"09:00\"}]}]"),
        Arguments.of(
            "/workingHours/0/dates/0/date",
            "such as",
            me + day + ",\"workingHours\":[{\"dates\":[{\"date\":\"2031-02-30\"}]}]"),
        Arguments.of(
            "/weekly/occurrences", "10000", me + day + ",\"weekly\":{\"occurrences\":10001}"),
        Arguments.of("/duration", "PT168H", me + DAY + ",\"duration\":\"PT169H\",\"weekly\":{}"));
  }

  @ParameterizedTest
  @MethodSource("badSlots")
  void aRequestForSlotsThatMakesNoSenseNamesTheFieldAndTheLimit(
      String pointer, String words, String members) {
    Reply reply = ada.post("v1/slots", "{" + members.replace("MINE", mine) + "}");
    assertRefused(pointer, words, reply);
  }

  @Test
  void freeBusyThatMakesNoSenseNamesTheFieldAndTheLimit() {
    String me = "{\"calendarIds\":" + quoted(mine) + ",";
    assertRefused("/calendarIds", "1000", ada.post("v1/freebusy", "{" + DAY + "}"));
    assertRefused(
        "/calendarIds",
        "1000",
        ada.post("v1/freebusy", "{\"calendarIds\":" + ids(10_000) + "," + DAY + "}"));
    assertRefused(
        "/to",
        "400 days",
        ada.post(
            "v1/freebusy",
            me + "\"from\":\"2031-01-01T00:00:00Z\",\"to\":\"2431-01-01T00:00:00Z\"}"));
    assertRefused(
        "/from", "missing", ada.post("v1/freebusy", me + "\"to\":\"2031-01-01T00:00:00Z\"}"));
  }

  @Test
  void seriesThatMakeNoSenseAreNamed() {
    String good = "{\"start\":{\"date\":\"2031-03-01\"}}";
    String path = "v1/conflicts/first";
    assertRefused("/b", "missing", ada.post(path, "{\"a\":" + good + "}"));
    assertRefused("/a/start", "missing", ada.post(path, "{\"a\":{},\"b\":" + good + "}"));
    assertRefused(
        "/b/recurrence",
        "",
        ada.post(
            path,
            "{\"a\":"
                + good
                + ",\"b\":{\"start\":{\"date\":\"2031-03-01\"},\"recurrence\":[\"RRULE:FREQ=DAILY;INTERVAL=0\"]}}"));
    assertRefused(
        "/b/duration",
        "not both",
        ada.post(
            path,
            "{\"a\":"
                + good
                + ",\"b\":{\"start\":{\"dateTime\":\"2031-03-01T09:00:00\",\"timeZone\":\"UTC\"},\"duration\":\"P1DT2H\"}}"));
  }

  private static void assertRefused(String pointer, String words, Reply reply) {
    assertEquals(422, reply.status(), reply::toString);
    for (JsonNode error : reply.json().path("errors")) {
      if (error.path("pointer").asText().equals(pointer)) {
        assertTrue(error.path("message").asText().contains(words), reply::toString);
        return;
      }
    }
    throw new AssertionError("no error at " + pointer + ": " + reply);
  }
}
