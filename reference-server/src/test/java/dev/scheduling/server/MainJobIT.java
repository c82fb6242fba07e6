package dev.scheduling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scheduling.server.ApiClient.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the server is for, from end to end: a process, real HTTP and a real WebSocket. */
final class MainJobIT {

  private static ServerProcess server;

  @BeforeAll
  static void start() {
    server = ServerProcess.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String zoned(String title, String local, String more) {
    return "{\"title\":\"%s\",\"start\":{\"dateTime\":\"%s\",\"timeZone\":\"Europe/Berlin\"}%s}"
        .formatted(title, local, more.isEmpty() ? "" : "," + more);
  }

  private static List<String> values(JsonNode items, String name) {
    List<String> values = new ArrayList<>();
    items.forEach(item -> values.add(item.path(name).asText()));
    return values;
  }

  @Test
  void setUpMakesTheAdministratorOnce() {
    ApiClient nobody = ApiClient.anonymous(server);
    String body = "{\"token\":\"%s\",\"email\":\"root@example.org\",\"password\":\"a long one\"}";
    assertEquals(403, nobody.post("v1/setup", body.formatted("not the token of it")).status());
    assertEquals(201, nobody.post("v1/setup", body.formatted(server.setupToken())).status());
    assertEquals(409, nobody.post("v1/setup", body.formatted(server.setupToken())).status());
    Reply session =
        nobody.post("v1/sessions", "{\"email\":\"root@example.org\",\"password\":\"a long one\"}");
    assertEquals(201, session.status());
    ApiClient root = nobody.withToken(session.json().get("accessToken").asText());
    assertTrue(root.get("v1/me").json().get("administrator").asBoolean());
  }

  @Test
  void calendarsAreMadeChangedAndDeleted() {
    ApiClient ada = ApiClient.withNewAccount(server, "calendars@example.org");
    assertEquals(1, ada.get("v1/calendars").json().get("items").size(), "a new account has one");
    Reply made =
        ada.post(
            "v1/calendars",
            "{\"name\":\"Room 4\",\"timeZone\":\"Asia/Seoul\",\"color\":\"#3366cc\"}");
    assertEquals(201, made.status());
    assertEquals("reject", made.json().get("conflictPolicy").asText());
    assertEquals("owner", made.json().get("access").asText());
    String path = made.header("Location");
    Reply changed =
        ada.patch(path, "*", "{\"name\":\"Room 5\",\"conflictPolicy\":\"warn\",\"color\":null}");
    assertEquals(200, changed.status());
    assertEquals("Room 5", ada.get(path).json().get("name").asText());
    assertEquals("Asia/Seoul", ada.get(path).json().get("timeZone").asText());
    assertTrue(ada.get(path).json().path("color").isMissingNode());
    assertEquals(204, ada.delete(path, "*").status());
    assertEquals(404, ada.get(path).status());
  }

  @Test
  void occurrencesOfAllCalendarsComeSorted() {
    ApiClient ada = ApiClient.withNewAccount(server, "occurrences@example.org");
    String first = "v1/calendars/" + ada.firstCalendar() + "/events";
    String room =
        ada.post("v1/calendars", "{\"name\":\"Room\",\"timeZone\":\"Asia/Seoul\"}")
            .json()
            .get("id")
            .asText();
    String second = "v1/calendars/" + room + "/events";
    String rule =
        "\"duration\":\"PT15M\",\"recurrence\":[\"RRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20310401T000000Z\","
            + "\"EXDATE;TZID=Europe/Berlin:20310310T093000\"]";
    assertEquals(201, ada.post(first, zoned("Stand-up", "2031-03-03T09:30:00", rule)).status());
    String allDay =
        "{\"title\":\"Trip\",\"start\":{\"date\":\"2031-03-05\"},\"end\":{\"date\":\"2031-03-07\"}}";
    assertEquals(201, ada.post(second, allDay).status());
    String floating =
        "{\"title\":\"Lunch\",\"start\":{\"dateTime\":\"2031-03-04T12:00:00\",\"timeZone\":null},"
            + "\"duration\":\"PT1H\"}";
    assertEquals(201, ada.post(second, floating).status());

    JsonNode items =
        ada.get("v1/occurrences?from=2031-03-03T00:00:00Z&to=2031-03-13T00:00:00Z")
            .json()
            .get("items");
    assertEquals(
        List.of("Stand-up", "Lunch", "Trip", "Stand-up", "Stand-up"), values(items, "title"));
    assertEquals(
        List.of(
            "2031-03-03T08:30:00Z",
            "2031-03-04T03:00:00Z",
            "2031-03-04T15:00:00Z",
            "2031-03-05T08:30:00Z",
            "2031-03-12T08:30:00Z"),
        values(items, "startInstant"));
    assertEquals("2031-03-04T12:00:00", items.get(1).get("occurrence").asText());
    assertEquals("2031-03-05", items.get(2).get("occurrence").asText());
    assertTrue(items.get(2).get("allDay").asBoolean());
  }

  @Test
  void pagesOfOccurrencesHaveNeitherGapNorDuplicate() {
    ApiClient ada = ApiClient.withNewAccount(server, "pages@example.org");
    String events = "v1/calendars/" + ada.firstCalendar() + "/events";
    String daily = "\"duration\":\"PT15M\",\"recurrence\":[\"RRULE:FREQ=DAILY;COUNT=10\"]";
    assertEquals(201, ada.post(events, zoned("Daily", "2031-03-03T09:30:00", daily)).status());
    String window = "v1/occurrences?from=2031-03-01T00:00:00Z&to=2031-04-01T00:00:00Z&pageSize=4";
    List<String> seen = new ArrayList<>();
    String token = "";
    int pages = 0;
    do {
      JsonNode page = ada.get(window + (token.isEmpty() ? "" : "&pageToken=" + token)).json();
      seen.addAll(values(page.get("items"), "occurrence"));
      token = page.path("nextPageToken").asText("");
      pages++;
    } while (!token.isEmpty());
    assertEquals(3, pages);
    assertEquals(10, seen.size());
    assertEquals(seen.stream().distinct().sorted().toList(), seen);
  }

  @Test
  void oneOccurrenceIsMovedAndAnotherCancelled() {
    ApiClient ada = ApiClient.withNewAccount(server, "scopes@example.org");
    String events = "v1/calendars/" + ada.firstCalendar() + "/events";
    String weekly = "\"duration\":\"PT1H\",\"recurrence\":[\"RRULE:FREQ=WEEKLY;COUNT=4\"]";
    Reply made = ada.post(events, zoned("Weekly", "2031-05-05T10:00:00", weekly));
    String path = made.header("Location");
    assertEquals(400, ada.patch(path, made.header("ETag"), "{\"title\":\"No scope\"}").status());

    String second = path + "?scope=this&occurrence=2031-05-12T08:00:00Z";
    Reply moved =
        ada.patch(
            second,
            made.header("ETag"),
            "{\"start\":{\"dateTime\":\"2031-05-13T15:00:00\"},\"title\":\"Moved\","
                + "\"end\":{\"dateTime\":\"2031-05-13T16:00:00\"}}");
    assertEquals(200, moved.status(), moved::text);
    assertNotEquals(made.header("ETag"), moved.header("ETag"));
    String third = path + "?scope=this&occurrence=2031-05-19T08:00:00Z";
    assertEquals(412, ada.delete(third, made.header("ETag")).status(), "the version is stale");
    assertEquals(204, ada.delete(third, moved.header("ETag")).status());

    JsonNode items =
        ada.get("v1/occurrences?from=2031-05-01T00:00:00Z&to=2031-06-01T00:00:00Z")
            .json()
            .get("items");
    assertEquals(List.of("Weekly", "Moved", "Weekly"), values(items, "title"));
    assertEquals("2031-05-13T13:00:00Z", items.get(1).get("startInstant").asText());
    assertEquals("2031-05-12T08:00:00Z", items.get(1).get("occurrence").asText());
    assertTrue(items.get(1).get("overridden").asBoolean());

    String etag = ada.get(path).header("ETag");
    assertEquals(200, ada.patch(path + "?scope=all", etag, "{\"title\":\"Team\"}").status());
    assertEquals("Team", ada.get(path).json().get("title").asText());
    assertEquals(204, ada.delete(path + "?scope=all", ada.get(path).header("ETag")).status());
    assertEquals(404, ada.get(path).status());
    assertEquals(200, ada.post(path + "/restore", "{}").status());
    assertEquals("Team", ada.get(path).json().get("title").asText());
  }

  @Test
  void aSeriesIsChangedFromAnOccurrenceOnAndEndedBeforeOne() {
    ApiClient ada = ApiClient.withNewAccount(server, "following@example.org");
    String events = "v1/calendars/" + ada.firstCalendar() + "/events";
    String daily = "\"duration\":\"PT1H\",\"recurrence\":[\"RRULE:FREQ=DAILY;COUNT=6\"]";
    Reply made = ada.post(events, zoned("Daily", "2031-05-05T10:00:00", daily));
    String from = "?scope=following&occurrence=2031-05-08T08:00:00Z";
    Reply split =
        ada.patch(made.header("Location") + from, made.header("ETag"), "{\"title\":\"Later\"}");
    assertEquals(200, split.status(), split::toString);
    assertEquals(made.json().get("id"), split.json().at("/event/id"));
    assertEquals("Later", split.json().at("/following/title").asText());
    String later = events + "/" + split.json().at("/following/id").asText();
    String before = "?scope=following&occurrence=2031-05-10T08:00:00Z";
    assertEquals(204, ada.delete(later + before, ada.get(later).header("ETag")).status());
    String unknown = "?scope=following&occurrence=2031-06-10T08:00:00Z";
    assertEquals(404, ada.delete(later + unknown, ada.get(later).header("ETag")).status());
    assertEquals(
        List.of("Daily", "Daily", "Daily", "Later", "Later"),
        values(
            ada.get("v1/occurrences?from=2031-05-01T00:00:00Z&to=2031-06-01T00:00:00Z")
                .json()
                .get("items"),
            "title"));
  }

  @Test
  void aRuleIsShownBeforeItIsBooked() {
    ApiClient ada = ApiClient.withNewAccount(server, "preview@example.org");
    String series =
        "{\"start\":{\"dateTime\":\"2031-10-25T02:30:00\",\"timeZone\":\"Europe/Berlin\"},"
            + "\"recurrence\":[\"RRULE:FREQ=DAILY;COUNT=3\"],\"limit\":%d,\"to\":\"%s\"}";
    String path = "v1/recurrence/preview";
    JsonNode all = ada.post(path, series.formatted(5, "2032-01-01T00:00:00Z")).json();
    assertEquals(
        List.of("2031-10-25T00:30:00Z", "2031-10-26T00:30:00Z", "2031-10-27T01:30:00Z"),
        values(all.get("occurrences"), "startInstant"));
    assertEquals("exhausted", all.get("end").asText());
    JsonNode two = ada.post(path, series.formatted(2, "2032-01-01T00:00:00Z")).json();
    assertEquals("limit", two.get("end").asText());
    JsonNode early = ada.post(path, series.formatted(5, "2031-10-26T00:00:00Z")).json();
    assertEquals("window", early.get("end").asText());
    assertEquals(1, early.get("occurrences").size());
    assertEquals(422, ada.post(path, series.formatted(1_001, "2032-01-01T00:00:00Z")).status());
  }

  @Test
  void aConflictIsRefusedWithThreeFreeTimes() {
    ApiClient ada = ApiClient.withNewAccount(server, "conflicts@example.org");
    String events = "v1/calendars/" + ada.firstCalendar() + "/events";
    String hour = "\"duration\":\"PT1H\"";
    assertEquals(201, ada.post(events, zoned("First", "2031-06-02T10:00:00", hour)).status());

    Reply refused = ada.post(events, zoned("Second", "2031-06-02T10:30:00", hour));
    assertEquals(409, refused.status());
    assertTrue(refused.json().get("type").asText().endsWith("/schedule-conflict"));
    assertEquals(1, refused.json().get("conflictCount").asInt());
    JsonNode conflict = refused.json().at("/conflicts/0");
    assertEquals("First", conflict.get("title").asText());
    assertEquals("2031-06-02T08:30:00Z", conflict.get("overlapStart").asText());
    assertEquals("2031-06-02T09:00:00Z", conflict.get("overlapEnd").asText());
    JsonNode suggestions = refused.json().get("suggestions");
    assertEquals(3, suggestions.size());
    for (JsonNode suggestion : suggestions) {
      String free =
          "{\"title\":\"Try\",\"start\":%s,\"end\":%s}"
              .formatted(suggestion.get("start"), suggestion.get("end"));
      assertEquals(200, ada.post(events + "?dryRun=true", free).status(), free);
    }

    Reply dry = ada.post(events + "?dryRun=true", zoned("Second", "2031-06-02T10:30:00", hour));
    assertEquals(409, dry.status());
    assertEquals(refused.json().get("conflicts"), dry.json().get("conflicts"));
    assertEquals(1, ada.get(events).json().get("items").size(), "a dry run writes nothing");

    Reply other = ada.post(events, zoned("Other", "2031-06-02T12:00:00", hour));
    Reply pushed =
        ada.patch(
            other.header("Location"),
            other.header("ETag"),
            "{\"start\":{\"dateTime\":\"2031-06-02T10:15:00\"}}");
    assertEquals(409, pushed.status(), "a change is refused as a new event is");
    assertEquals(other.json(), ada.get(other.header("Location")).json());
  }

  @Test
  void aRepeatedRequestBooksOnce() {
    ApiClient ada = ApiClient.withNewAccount(server, "repeats@example.org");
    String events = "v1/calendars/" + ada.firstCalendar() + "/events";
    String event = zoned("Once", "2031-07-01T10:00:00", "\"duration\":\"PT1H\"");
    Reply first = ada.send(ada.request("POST", events, event).header("Idempotency-Key", "a-key"));
    Reply again = ada.send(ada.request("POST", events, event).header("Idempotency-Key", "a-key"));
    assertEquals(201, first.status());
    assertEquals(201, again.status());
    assertEquals(first.json(), again.json());
    assertEquals(first.header("Location"), again.header("Location"));
    String another = zoned("Another", "2031-07-02T10:00:00", "\"duration\":\"PT1H\"");
    assertEquals(
        422,
        ada.send(ada.request("POST", events, another).header("Idempotency-Key", "a-key")).status());
    assertEquals(1, ada.get(events).json().get("items").size());
  }

  @Test
  void aFileIsImportedAndExported() {
    ApiClient ada = ApiClient.withNewAccount(server, "files@example.org");
    String calendar = "v1/calendars/" + ada.firstCalendar();
    String file =
        String.join(
            "\r\n",
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//example.org//test//EN",
            "BEGIN:VEVENT",
            "UID:one@example.org",
            "DTSTAMP:20310101T000000Z",
            "DTSTART;TZID=Europe/Berlin:20310801T100000",
            "DURATION:PT1H",
            "RRULE:FREQ=DAILY;COUNT=3",
            "SUMMARY:Kept",
            "END:VEVENT",
            "BEGIN:VEVENT",
            "UID:two@example.org",
            "DTSTAMP:20310101T000000Z",
            "SUMMARY:Has no start",
            "END:VEVENT",
            "END:VCALENDAR",
            "");
    Reply report =
        ada.send(
            ada.request("POST", calendar + "/import", "")
                .header("Content-Type", "text/calendar")
                .POST(BodyPublishers.ofString(file)));
    assertEquals(200, report.status(), report::text);
    assertEquals(1, report.json().get("imported").asInt());
    assertEquals("two@example.org", report.json().at("/skipped/0/uid").asText());
    assertTrue(report.json().at("/skipped/0/reason").asText().length() > 5);

    Reply export = ada.get(calendar + "/export");
    assertEquals(200, export.status());
    assertTrue(export.header("Content-Type").startsWith("text/calendar"));
    assertTrue(export.text().contains("UID:one@example.org"), export::text);
    assertTrue(export.text().contains("RRULE:FREQ=DAILY;COUNT=3"), export::text);
  }

  @Test
  void aRuleIsShownInDatesAndInWordsBeforeItIsBooked() {
    ApiClient ada = ApiClient.withNewAccount(server, "words@example.org");
    String tuesdays =
        """
        {"start": {"dateTime": "2027-03-02T09:30:00", "timeZone": "Europe/Berlin"},
         "recurrence": ["RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20270413",
                        "EXDATE;TZID=Europe/Berlin:20270316T093000"]%s}
        """;
    Reply all = ada.post("v1/recurrence/preview", tuesdays.formatted(""));
    assertEquals(200, all.status(), all::text);
    JsonNode items = all.json().get("occurrences");
    assertEquals(
        List.of("2027-03-02T08:30:00Z", "2027-03-30T07:30:00Z", "2027-04-13T07:30:00Z"),
        values(items, "startInstant"));
    assertEquals("2027-03-30T07:30:00Z", items.get(1).get("occurrence").asText());
    assertEquals("2027-03-30T09:30:00", items.get(1).at("/start/dateTime").asText());
    assertEquals("exhausted", all.json().get("end").asText());
    assertEquals("every second Tuesday until 13 April 2027", all.json().at("/inWords/en").asText());
    assertEquals("2027년 4월 13일까지 격주 화요일", all.json().at("/inWords/ko").asText());

    JsonNode two = ada.post("v1/recurrence/preview", tuesdays.formatted(",\"limit\":2")).json();
    assertEquals(2, two.get("occurrences").size());
    assertEquals("limit", two.get("end").asText());
    JsonNode three = ada.post("v1/recurrence/preview", tuesdays.formatted(",\"limit\":3")).json();
    assertEquals("exhausted", three.get("end").asText(), "there is no fourth");

    String window = ",\"from\":\"2027-03-30T07:30:00Z\",\"to\":\"2027-04-13T07:30:00Z\"";
    JsonNode some = ada.post("v1/recurrence/preview", tuesdays.formatted(window)).json();
    assertEquals(List.of("2027-03-30T07:30:00Z"), values(some.get("occurrences"), "startInstant"));
    assertEquals("window", some.get("end").asText());

    JsonNode days =
        ada.post(
                "v1/recurrence/preview",
                "{\"start\":{\"date\":\"2027-01-31\"},\"recurrence\":"
                    + "[\"RRULE:FREQ=MONTHLY;BYMONTHDAY=-1\"],\"limit\":2}")
            .json();
    assertEquals(
        List.of("2027-01-31", "2027-02-28"), values(days.get("occurrences"), "occurrence"));
  }

  @Test
  void aRuleThatMakesNoSenseIsNamedByItsPart() {
    ApiClient ada = ApiClient.withNewAccount(server, "bad-rule@example.org");
    String body = "{\"start\":{\"date\":\"2027-01-31\"},\"recurrence\":%s,\"limit\":%d}";
    String rules = "[\"RRULE:FREQ=DAILY\",\"RRULE:FREQ=DAILY;BYHOUR=24\"]";
    Reply rule = ada.post("v1/recurrence/preview", body.formatted(rules, 5));
    assertEquals(422, rule.status(), rule::text);
    assertEquals("/recurrence", rule.json().at("/errors/0/pointer").asText());
    assertTrue(rule.json().at("/errors/0/message").asText().contains("BYHOUR"), rule::text);
    Reply many = ada.post("v1/recurrence/preview", body.formatted("[]", 1001));
    assertEquals(422, many.status(), many::text);
    assertEquals("/limit", many.json().at("/errors/0/pointer").asText());
    Reply nothing = ada.post("v1/recurrence/preview", "{}");
    assertEquals(List.of("/start"), values(nothing.json().get("errors"), "pointer"));
    String nowhere = body.formatted("[]", 5);
    assertEquals(401, ApiClient.anonymous(server).post("v1/recurrence/preview", nowhere).status());
  }

  @Test
  void aNotificationOfEachChangeArrivesInOrder() {
    ApiClient ada = ApiClient.withNewAccount(server, "live@example.org");
    String events = "v1/calendars/" + ada.firstCalendar() + "/events";
    try (RealtimeClient client = RealtimeClient.listen(server, ada.accessToken())) {
      assertEquals(0, client.next("welcome").get("latest").asLong());
      client.next("live");
      Reply made = ada.post(events, zoned("New", "2031-09-01T10:00:00", "\"duration\":\"PT1H\""));
      Reply changed =
          ada.patch(made.header("Location"), made.header("ETag"), "{\"title\":\"Newer\"}");
      assertEquals(204, ada.delete(made.header("Location"), changed.header("ETag")).status());
      long sequence = 0;
      for (String kind : List.of("event.created", "event.changed", "event.cancelled")) {
        JsonNode frame = client.next("notification");
        assertEquals(kind, frame.get("kind").asText());
        assertEquals(++sequence, frame.get("sequence").asLong());
        assertEquals(made.json().get("id"), frame.at("/data/eventId"));
      }
    }
    assertEquals(
        List.of("event.created", "event.changed", "event.cancelled"),
        values(ada.get("v1/notifications").json().get("items"), "kind"));
  }
}
