package dev.scheduling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scheduling.server.ApiClient.Reply;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reminders over HTTP: put off, ended, by default, and in files. */
final class RemindersIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String QUARTER =
      "[{\"trigger\":{\"offset\":\"-PT15M\",\"relativeTo\":\"start\"}}]";

  private static ServerProcess server;

  @BeforeAll
  static void start() {
    server = ServerProcess.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Reply book(ApiClient client, Instant start, String more) {
    Reply booked =
        client.post(
            "v1/calendars/" + client.firstCalendar() + "/events",
            ("{\"title\":\"Call\",\"start\":{\"dateTime\":\"%s\",\"timeZone\":\"UTC\"},"
                    + "\"duration\":\"PT30M\"%s}")
                .formatted(
                    start.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", ""), more));
    assertEquals(201, booked.status(), booked::toString);
    return booked;
  }

  private static List<JsonNode> reminders(ApiClient client) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode item : client.get("v1/notifications").json().path("items")) {
      if (item.path("kind").asText().equals("reminder")) {
        found.add(item.path("data"));
      }
    }
    return found;
  }

  /** The id of a reminder that has just fired: it was due a minute before it was asked for. */
  private static String fired(ApiClient client) {
    book(
        client,
        ServerProcess.CLOCK.instant().plus(14, ChronoUnit.MINUTES),
        ",\"reminders\":" + QUARTER);
    Awaitility.await().atMost(PATIENCE).until(() -> !reminders(client).isEmpty());
    return reminders(client).get(0).path("reminderId").asText();
  }

  private static Reply snooze(ApiClient client, String id, String length) {
    return client.post("v1/reminders/" + id + "/snooze", "{\"for\":\"" + length + "\"}");
  }

  @Test
  void reminderIsPutOffAndEndedByItsOwnerAlone() {
    ApiClient ada = ApiClient.withNewAccount(server, "snooze@example.org");
    ApiClient eve = ApiClient.withNewAccount(server, "stranger@example.org");
    String id = fired(ada);
    Instant before = ServerProcess.CLOCK.instant();
    Reply snoozed = snooze(ada, id, "PT10M");
    assertEquals(200, snoozed.status(), snoozed::toString);
    Instant due = Instant.parse(snoozed.json().path("due").asText());
    assertTrue(due.isAfter(before.plus(10, ChronoUnit.MINUTES)), due::toString);
    assertTrue(
        due.isBefore(ServerProcess.CLOCK.instant().plus(11, ChronoUnit.MINUTES)), due::toString);
    assertEquals(200, snooze(ada, id, "P1D").status(), "the last word counts");
    for (String wrong : List.of("PT30S", "P8D", "PT0S", "-PT10M", "soon", "")) {
      assertEquals(422, snooze(ada, id, wrong).status(), wrong);
    }
    assertEquals(404, snooze(eve, id, "PT10M").status());
    assertEquals(404, eve.post("v1/reminders/" + id + "/dismiss", "").status());
    assertEquals(204, ada.post("v1/reminders/" + id + "/dismiss", "").status());
    assertEquals(204, ada.post("v1/reminders/" + id + "/dismiss", "").status(), "once more");
    assertEquals(404, ada.post("v1/reminders/nothing~2026-03-02/dismiss", "").status());
  }

  @Test
  void newEventTakesTheRemindersOfItsCalendarUnlessItBringsItsOwn() {
    ApiClient carol = ApiClient.withNewAccount(server, "defaults@example.org");
    Reply changed =
        carol.patch(
            "v1/calendars/" + carol.firstCalendar(),
            "",
            "{\"defaultReminders\":[{\"trigger\":{\"offset\":\"-P1D\",\"relativeTo\":\"start\"},"
                + "\"channels\":[\"email\"]}]}");
    assertEquals(200, changed.status(), changed::toString);
    Instant start = ServerProcess.CLOCK.instant().plus(10, ChronoUnit.DAYS);
    JsonNode taken = book(carol, start, "").json().path("reminders");
    assertEquals("-P1D", taken.at("/0/trigger/offset").asText());
    assertEquals("email", taken.at("/0/channels/0").asText());
    JsonNode own = book(carol, start.plusSeconds(7_200), ",\"reminders\":" + QUARTER).json();
    assertEquals("-PT15M", own.at("/reminders/0/trigger/offset").asText());
    assertEquals(1, own.path("reminders").size());
    JsonNode none = book(carol, start.plusSeconds(14_400), ",\"reminders\":[]").json();
    assertEquals(0, none.path("reminders").size());
  }

  @Test
  void alarmsOfAFileBecomeRemindersAndGoBackIntoAFile() {
    ApiClient dave = ApiClient.withNewAccount(server, "alarms@example.org");
    String file =
        String.join(
            "\r\n",
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//tests//EN",
            "BEGIN:VEVENT",
            "UID:alarm@example.org",
            "DTSTAMP:20260101T000000Z",
            "DTSTART:20360302T093000Z",
            "DTEND:20360302T100000Z",
            "SUMMARY:Alarmed",
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            "DESCRIPTION:x",
            "TRIGGER:-PT15M",
            "END:VALARM",
            "BEGIN:VALARM",
            "ACTION:EMAIL",
            "SUMMARY:x",
            "DESCRIPTION:x",
            "ATTENDEE:mailto:dave@example.org",
            "TRIGGER;RELATED=END:P1D",
            "END:VALARM",
            "BEGIN:VALARM",
            "ACTION:AUDIO",
            "TRIGGER;VALUE=DATE-TIME:20360301T120000Z",
            "END:VALARM",
            "END:VEVENT",
            "END:VCALENDAR",
            "");
    String calendar = "v1/calendars/" + dave.firstCalendar();
    HttpRequest.Builder put = dave.request("POST", calendar + "/import", file);
    Reply imported = dave.send(put.setHeader("Content-Type", "text/calendar"));
    assertEquals(200, imported.status(), imported::toString);
    assertEquals(1, imported.json().path("imported").asInt(), imported::toString);
    JsonNode reminders = dave.get(calendar + "/events").json().at("/items/0/reminders");
    assertEquals(3, reminders.size(), reminders::toString);
    assertEquals("-PT15M", reminders.at("/0/trigger/offset").asText());
    assertEquals("P1D", reminders.at("/1/trigger/offset").asText());
    assertEquals("end", reminders.at("/1/trigger/relativeTo").asText());
    assertEquals("email", reminders.at("/1/channels/0").asText());
    assertEquals("2036-03-01T12:00:00Z", reminders.at("/2/trigger/at").asText());
    String exported = dave.get(calendar + "/export").text();
    for (String line :
        List.of(
            "TRIGGER:-PT15M",
            "TRIGGER;RELATED=END:P1D",
            "TRIGGER;VALUE=DATE-TIME:20360301T120000Z")) {
      assertTrue(exported.contains(line), exported);
    }
    assertEquals(3, exported.split("BEGIN:VALARM", -1).length - 1, exported);
  }
}
