package dev.scheduling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scheduling.server.ApiClient.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Series over HTTP: what a rule would give, and changes from one occurrence on. */
final class SeriesIT {

  private static ServerProcess server;

  @BeforeAll
  static void start() {
    server = ServerProcess.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static final String START =
      "\"start\":{\"dateTime\":\"2026-03-27T09:30:00\",\"timeZone\":\"Europe/Berlin\"}";

  private static List<String> starts(JsonNode occurrences) {
    List<String> starts = new ArrayList<>();
    occurrences.forEach(occurrence -> starts.add(occurrence.path("startInstant").asText()));
    return starts;
  }

  private static Reply preview(ApiClient client, String rule, String more) {
    return client.post(
        "v1/recurrence/preview", "{" + START + ",\"recurrence\":[\"" + rule + "\"]" + more + "}");
  }

  @Test
  void aPreviewGivesTheDatesAndSaysWhyItEnds() {
    ApiClient ada = ApiClient.withNewAccount(server, "preview@example.org");
    Reply three = preview(ada, "RRULE:FREQ=WEEKLY;COUNT=3", ",\"limit\":5");
    assertEquals(200, three.status(), three.toString());
    assertEquals(
        List.of("2026-03-27T08:30:00Z", "2026-04-03T07:30:00Z", "2026-04-10T07:30:00Z"),
        starts(three.json().path("occurrences")),
        "the local time stays over the change of the clocks");
    assertEquals("exhausted", three.json().path("end").asText());
    Reply endless = preview(ada, "RRULE:FREQ=DAILY", ",\"limit\":2");
    assertEquals(2, endless.json().path("occurrences").size());
    assertEquals("limit", endless.json().path("end").asText());
    Reply windowed =
        preview(
            ada,
            "RRULE:FREQ=DAILY",
            ",\"from\":\"2031-01-01T00:00:00Z\",\"to\":\"2031-01-03T00:00:00Z\"");
    assertEquals(
        List.of("2031-01-01T08:30:00Z", "2031-01-02T08:30:00Z"),
        starts(windowed.json().path("occurrences")));
    assertEquals("window", windowed.json().path("end").asText());
  }

  @Test
  void aPreviewOfARuleThatMakesNoSenseNamesTheField() {
    ApiClient ada = ApiClient.withNewAccount(server, "nonsense@example.org");
    for (String rule : List.of("RRULE:FREQ=DAILY;INTERVAL=0", "RRULE:FREQ=SOMETIMES", "RRULE")) {
      Reply reply = preview(ada, rule, "");
      assertEquals(422, reply.status(), rule);
      assertEquals("/recurrence", reply.json().at("/errors/0/pointer").asText(), rule);
    }
    assertEquals(422, preview(ada, "RRULE:FREQ=DAILY", ",\"limit\":1001").status());
    assertEquals(401, preview(ApiClient.anonymous(server), "RRULE:FREQ=DAILY", "").status());
  }

  @Test
  void aChangeFromOneOccurrenceOnCutsTheSeriesInTwo() {
    ApiClient ada = ApiClient.withNewAccount(server, "following@example.org");
    String events = "v1/calendars/" + ada.firstCalendar() + "/events";
    Reply made =
        ada.post(
            events,
            "{\"title\":\"Standup\","
                + START
                + ",\"duration\":\"PT15M\",\"recurrence\":[\"RRULE:FREQ=WEEKLY;COUNT=4\"]}");
    assertEquals(201, made.status(), made.toString());
    String path = events + "/" + made.json().path("id").asText();
    Reply changed =
        ada.patch(
            path + "?scope=following&occurrence=2026-04-10T07:30:00Z",
            made.header("ETag"),
            "{\"start\":{\"dateTime\":\"2026-04-10T11:00:00\",\"timeZone\":\"Europe/Berlin\"}}");
    assertEquals(200, changed.status(), changed.toString());
    assertNotEquals(
        changed.json().at("/event/id").asText(), changed.json().at("/following/id").asText());
    String window = "v1/occurrences?from=2026-03-01T00:00:00Z&to=2026-06-01T00:00:00Z";
    assertEquals(
        List.of(
            "2026-03-27T08:30:00Z",
            "2026-04-03T07:30:00Z",
            "2026-04-10T09:00:00Z",
            "2026-04-17T09:00:00Z"),
        starts(ada.get(window).json().path("items")));

    String etag = ada.get(path).header("ETag");
    Reply cut = ada.delete(path + "?scope=following&occurrence=2026-04-03T07:30:00Z", etag);
    assertEquals(204, cut.status(), cut.toString());
    assertEquals(
        List.of("2026-03-27T08:30:00Z", "2026-04-10T09:00:00Z", "2026-04-17T09:00:00Z"),
        starts(ada.get(window).json().path("items")));
  }
}
