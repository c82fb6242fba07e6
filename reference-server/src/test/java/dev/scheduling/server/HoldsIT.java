package dev.scheduling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scheduling.server.ApiClient.Reply;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Several calendars in one booking, expiring holds and the limits of both, over HTTP. */
final class HoldsIT {

  private static ServerProcess server;

  @BeforeAll
  static void start() {
    server = ServerProcess.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String calendar(ApiClient client, String name) {
    Reply made = client.post("v1/calendars", "{\"name\":\"" + name + "\"}");
    assertEquals(201, made.status(), made.toString());
    return made.json().path("id").asText();
  }

  private static String meeting(String start, String more) {
    return "{\"title\":\"Meeting\",\"start\":{\"dateTime\":\""
        + start
        + "\",\"timeZone\":\"UTC\"},\"duration\":\"PT1H\""
        + more
        + "}";
  }

  private static String events(String calendar) {
    return "v1/calendars/" + calendar + "/events";
  }

  private static String hold(String calendars, String start, String end, String expiresIn) {
    return "{\"calendarIds\":["
        + calendars
        + "],\"start\":\""
        + start
        + "\",\"end\":\""
        + end
        + "\",\"expiresIn\":\""
        + expiresIn
        + "\"}";
  }

  private static void assertWrong(String pointer, String limit, Reply reply) {
    assertEquals(422, reply.status(), reply.toString());
    JsonNode error = reply.json().at("/errors/0");
    assertEquals(pointer, error.path("pointer").asText(), reply.toString());
    assertTrue(error.path("message").asText().contains(limit), reply.toString());
  }

  @Test
  void anEventStandsInTwoCalendarsAndIsChangedAndCancelledInBoth() {
    ApiClient ada = ApiClient.withNewAccount(server, "both@example.org");
    String person = ada.firstCalendar();
    String room = calendar(ada, "Room 4");
    String also = ",\"alsoIn\":[\"" + room + "\"]";
    Reply made = ada.post(events(person), meeting("2041-03-02T10:00:00", also));
    assertEquals(201, made.status(), made.toString());
    assertEquals(room, made.json().at("/alsoIn/0").asText());
    Reply taken = ada.post(events(room), meeting("2041-03-02T10:30:00", ""));
    assertEquals(409, taken.status(), taken.toString());
    assertEquals(room, taken.json().at("/conflicts/0/calendarId").asText());
    String window = "v1/occurrences?from=2041-03-01T00:00:00Z&to=2041-04-01T00:00:00Z";
    assertEquals(1, ada.get(window).json().path("items").size());
    JsonNode inRoom = ada.get(window + "&calendarId=" + room).json().path("items");
    assertEquals(room, inRoom.at("/0/calendarId").asText());
    String id = made.json().path("id").asText();
    Reply read = ada.get(events(room) + "/" + id);
    assertEquals(person, read.json().path("calendarId").asText());
    Reply moved =
        ada.patch(
            events(person) + "/" + id,
            made.header("ETag"),
            "{\"start\":{\"dateTime\":\"2041-03-02T12:00:00\",\"timeZone\":\"UTC\"}}");
    assertEquals(200, moved.status(), moved.toString());
    assertEquals(201, ada.post(events(room), meeting("2041-03-02T10:00:00", "")).status());
    Reply left = ada.patch(events(person) + "/" + id, moved.header("ETag"), "{\"alsoIn\":null}");
    assertFalse(left.json().has("alsoIn"), left.toString());
    assertEquals(201, ada.post(events(room), meeting("2041-03-02T12:00:00", "")).status());
    Reply back =
        ada.patch(events(person) + "/" + id, left.header("ETag"), "{" + also.substring(1) + "}");
    assertEquals(409, back.status(), back.toString());
  }

  @Test
  void nobodyBooksIntoACalendarThatIsNotTheirs() {
    ApiClient ada = ApiClient.withNewAccount(server, "mine@example.org");
    ApiClient eve = ApiClient.withNewAccount(server, "theirs@example.org");
    String mine = ada.firstCalendar();
    String theirs = eve.firstCalendar();
    String also = ",\"alsoIn\":[\"" + theirs + "\"]";
    assertEquals(404, ada.post(events(mine), meeting("2041-03-02T10:00:00", also)).status());
    Reply made = ada.post(events(mine), meeting("2041-03-02T10:00:00", ""));
    Reply patched =
        ada.patch(
            events(mine) + "/" + made.json().path("id").asText(),
            made.header("ETag"),
            "{" + also.substring(1) + "}");
    assertEquals(404, patched.status(), patched.toString());
    String held =
        hold("\"" + theirs + "\"", "2041-03-02T10:00:00Z", "2041-03-02T11:00:00Z", "PT5M");
    assertEquals(404, ada.post("v1/holds", held).status());
    Reply own = eve.post("v1/holds", held);
    assertEquals(201, own.status(), own.toString());
    String id = own.json().path("id").asText();
    assertEquals(404, ada.send(ada.request("DELETE", "v1/holds/" + id, "")).status());
    Reply stolen =
        ada.post(events(mine), meeting("2041-03-05T10:00:00", ",\"hold\":\"" + id + "\""));
    assertWrong("/hold", "not there", stolen);
  }

  @Test
  void aHoldKeepsTheTimeForItsOwnerUntilItIsBookedOrLetGo() {
    ApiClient ada = ApiClient.withNewAccount(server, "holding@example.org");
    String room = ada.firstCalendar();
    String wanted =
        hold("\"" + room + "\"", "2041-03-02T10:00:00Z", "2041-03-02T11:00:00Z", "PT5M");
    Reply held = ada.post("v1/holds", wanted);
    assertEquals(201, held.status(), held.toString());
    assertTrue(held.json().path("expiresAt").asText().endsWith("Z"), held.toString());
    assertEquals(409, ada.post("v1/holds", wanted).status());
    Reply refused = ada.post(events(room), meeting("2041-03-02T10:30:00", ""));
    assertEquals(409, refused.status(), refused.toString());
    assertTrue(refused.json().at("/conflicts/0/held").asBoolean(), refused.toString());
    assertFalse(refused.json().at("/conflicts/0").has("eventId"), refused.toString());
    String id = held.json().path("id").asText();
    String redeeming = meeting("2041-03-02T10:00:00", ",\"hold\":\"" + id + "\"");
    assertEquals(200, ada.post(events(room) + "?dryRun=true", redeeming).status());
    assertEquals(201, ada.post(events(room), redeeming).status());
    assertWrong("/hold", "not there", ada.post(events(room), redeeming));
    assertEquals(404, ada.send(ada.request("DELETE", "v1/holds/" + id, "")).status());
    Reply other =
        ada.post(
            "v1/holds",
            hold("\"" + room + "\"", "2041-03-03T10:00:00Z", "2041-03-03T11:00:00Z", "PT5M"));
    String path = "v1/holds/" + other.json().path("id").asText();
    assertEquals(204, ada.send(ada.request("DELETE", path, "")).status());
    assertEquals(201, ada.post(events(room), meeting("2041-03-03T10:00:00", "")).status());
  }

  @Test
  void badInputIsToldWithItsLimit() {
    ApiClient ada = ApiClient.withNewAccount(server, "limits@example.org");
    String room = ada.firstCalendar();
    String named = "\"" + room + "\"";
    String start = "2041-03-02T10:00:00Z";
    String end = "2041-03-02T11:00:00Z";
    assertWrong(
        "/start",
        "past",
        ada.post("v1/holds", hold(named, "2020-03-02T10:00:00Z", "2020-03-02T11:00:00Z", "PT5M")));
    assertWrong("/end", "after start", ada.post("v1/holds", hold(named, start, start, "PT5M")));
    assertWrong(
        "/end",
        "31 days",
        ada.post("v1/holds", hold(named, start, "2441-03-02T10:00:00Z", "PT5M")));
    assertWrong("/expiresIn", "PT1H", ada.post("v1/holds", hold(named, start, end, "PT2H")));
    assertWrong("/expiresIn", "PT1S", ada.post("v1/holds", hold(named, start, end, "PT0S")));
    assertWrong(
        "/expiresIn", "not negative", ada.post("v1/holds", hold(named, start, end, "-PT5M")));
    assertWrong("/calendarIds", "1 to 20", ada.post("v1/holds", hold("", start, end, "PT5M")));
    assertWrong("/start", "missing", ada.post("v1/holds", "{\"calendarIds\":[" + named + "]}"));
    String twenty =
        IntStream.range(0, 20).mapToObj(i -> "\"c" + i + "\"").collect(Collectors.joining(","));
    assertWrong(
        "/alsoIn",
        "20 calendars",
        ada.post(events(room), meeting("2041-03-02T10:00:00", ",\"alsoIn\":[" + twenty + "]")));
    assertWrong(
        "/duration",
        "not negative",
        ada.post(events(room), meeting("2041-03-02T10:00:00", "").replace("PT1H", "-PT1H")));
    String dates =
        IntStream.range(0, 10_000)
            .mapToObj(
                i ->
                    java.time.LocalDate.of(2041, 3, 3).plusDays(i).toString().replace("-", "")
                        + "T100000Z")
            .collect(Collectors.joining(","));
    assertWrong(
        "/recurrence",
        "2000 entries",
        ada.post(
            events(room),
            meeting(
                "2041-03-02T10:00:00",
                ",\"recurrence\":[\"RRULE:FREQ=DAILY\",\"EXDATE:" + dates + "\"]")));
    Reply centuries = ada.get("v1/occurrences?from=2041-01-01T00:00:00Z&to=2441-01-01T00:00:00Z");
    assertEquals(400, centuries.status());
    assertTrue(centuries.json().path("detail").asText().contains("400 days"), centuries.toString());
  }
}
