package dev.scheduling.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scheduling.server.ApiClient.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipInputStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What those see and may do with whom a calendar is shared. Who may what is in AccessMatrixIT. */
final class SharingIT {

  private static final String WINDOW =
      "v1/occurrences?from=2031-03-01T00:00:00Z&to=2031-04-01T00:00:00Z";

  private static ServerProcess server;

  @BeforeAll
  static void start() {
    server = ServerProcess.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ApiClient account(String name) {
    return ApiClient.withNewAccount(server, name + "@example.org");
  }

  private static String shares(ApiClient owner) {
    return "v1/calendars/" + owner.firstCalendar() + "/shares";
  }

  private static void share(ApiClient owner, String name, String access) {
    Reply reply = grant(owner, name, access);
    assertEquals(200, reply.status(), reply::toString);
  }

  private static Reply grant(ApiClient owner, String name, String access) {
    return owner.put(
        shares(owner), "{\"email\":\"%s@example.org\",\"access\":\"%s\"}".formatted(name, access));
  }

  private static Reply unshare(ApiClient by, String calendar, String name) {
    return by.send(
        by.request(
            "DELETE",
            "v1/calendars/" + calendar + "/shares",
            "{\"email\":\"" + name + "@example.org\"}"));
  }

  private static Reply book(ApiClient by, String calendar, String title, String local) {
    return by.post(
        "v1/calendars/" + calendar + "/events",
        ("{\"title\":\"%s\",\"tags\":[\"clinic\"],\"location\":\"Ward 7\",\"duration\":\"PT1H\","
                + "\"start\":{\"dateTime\":\"%s\",\"timeZone\":\"Asia/Seoul\"}}")
            .formatted(title, local));
  }

  private static JsonNode calendarOf(ApiClient account, String id) {
    for (JsonNode item : account.get("v1/calendars").json().get("items")) {
      if (item.get("id").asText().equals(id)) {
        return item;
      }
    }
    throw new AssertionError("no calendar " + id);
  }

  @Test
  void aSharedCalendarIsListedAfterOnesOwnWithWhatOneMayDoAndWhoseItIs() {
    ApiClient ada = account("lists-ada");
    ApiClient bob = account("lists-bob");
    ada.patch("v1/me", "*", "{\"name\":\"Ada\"}");
    share(ada, "lists-bob", "read");
    JsonNode items = bob.get("v1/calendars").json().get("items");
    assertEquals(2, items.size());
    assertEquals("owner", items.get(0).get("access").asText());
    assertTrue(items.get(0).path("owner").isMissingNode());
    JsonNode shared = items.get(1);
    assertEquals(ada.firstCalendar(), shared.get("id").asText());
    assertEquals("read", shared.get("access").asText());
    assertEquals("Ada", shared.at("/owner/name").asText());
    assertEquals("lists-ada@example.org", shared.at("/owner/email").asText());
    assertEquals(shared, bob.get("v1/calendars/" + ada.firstCalendar()).json());

    share(ada, "lists-bob", "write");
    assertEquals("write", calendarOf(bob, ada.firstCalendar()).get("access").asText());
    JsonNode listed = ada.get(shares(ada)).json().get("items");
    assertEquals(1, listed.size(), "a second grant replaces the first");
    assertEquals("lists-bob@example.org", listed.get(0).get("email").asText());
    assertEquals("write", listed.get(0).get("access").asText());
  }

  @Test
  void whoMayReadSeesOccurrencesAsTheOwnerDoes() {
    ApiClient ada = account("reads-ada");
    ApiClient bob = account("reads-bob");
    book(ada, ada.firstCalendar(), "Rounds", "2031-03-03T10:00:00");
    share(ada, "reads-bob", "read");
    assertEquals(ada.get(WINDOW).json(), bob.get(WINDOW).json());
    assertEquals(
        ada.get(WINDOW).json(), bob.get(WINDOW + "&calendarId=" + ada.firstCalendar()).json());
    assertEquals(1, bob.get(WINDOW + "&tag=clinic").json().get("items").size());
    Reply export = bob.get("v1/calendars/" + ada.firstCalendar() + "/export");
    assertTrue(export.text().contains("SUMMARY:Rounds"), export::text);
  }

  @Test
  void whoMayKnowBusyTimesSeesNothingElse() {
    ApiClient ada = account("busy-ada");
    ApiClient bob = account("busy-bob");
    String calendar = ada.firstCalendar();
    Reply made = book(ada, calendar, "Biopsy", "2031-03-03T10:00:00");
    ada.post(
        "v1/calendars/" + calendar + "/events",
        "{\"title\":\"Free"
            + " day\",\"transparency\":\"transparent\",\"start\":{\"date\":\"2031-03-04\"}}");
    ada.post(
        "v1/calendars/" + calendar + "/events",
        "{\"title\":\"Clinic day\",\"start\":{\"date\":\"2031-03-05\"}}");
    share(ada, "busy-bob", "freeBusy");

    JsonNode items = bob.get(WINDOW).json().get("items");
    assertEquals(2, items.size(), items::toString);
    JsonNode busy = items.get(0);
    assertEquals(
        Set.of("calendarId", "busy", "start", "end", "startInstant", "endInstant", "allDay"),
        names(busy));
    assertEquals("2031-03-03T01:00:00Z", busy.get("startInstant").asText());
    assertEquals("UTC", busy.at("/start/timeZone").asText(), "the zone would tell where");
    assertEquals("2031-03-03T01:00:00", busy.at("/start/dateTime").asText());
    assertEquals("2031-03-05", items.get(1).at("/start/date").asText());
    assertEquals(items, bob.get(WINDOW + "&calendarId=" + calendar).json().get("items"));
    assertEquals(
        0, bob.get(WINDOW + "&tag=clinic").json().get("items").size(), "nor what has which tag");

    String path = "v1/calendars/" + calendar;
    String event = made.header("Location");
    List<Reply> answers =
        List.of(
            bob.get(path),
            bob.get("v1/calendars"),
            bob.get(WINDOW),
            bob.get(path + "/events"),
            bob.get(path + "/events?q=Biopsy"),
            bob.get(event),
            bob.get(path + "/export"),
            book(bob, calendar, "Mine", "2031-03-03T10:30:00"),
            bob.post(
                path + "/events?dryRun=true",
                "{\"title\":\"Mine\",\"start\":{\"date\":\"2031-03-03\"}}"),
            bob.patch(event, "*", "{\"title\":\"Mine\"}"),
            bob.delete(event, "*"),
            bob.get("v1/notifications"));
    for (Reply answer : answers) {
      for (String secret : List.of("Biopsy", "Ward 7", "clinic", "Clinic day", "Free day")) {
        assertFalse(answer.text().contains(secret), answer::toString);
      }
    }
    awaiting().untilAsserted(() -> assertEquals(List.of("calendar.shared"), kinds(bob)));
  }

  @Test
  void whoMayKnowBusyTimesFindsTimeToMeetAndNoMore() throws IOException {
    ApiClient ada = account("meets-ada");
    ApiClient bob = account("meets-bob");
    ApiClient eve = account("meets-eve");
    String calendar = ada.firstCalendar();
    String own = bob.firstCalendar();
    String event = book(ada, calendar, "Biopsy", "2031-03-03T10:00:00").json().get("id").asText();
    share(ada, "meets-bob", "freeBusy");
    String both = "\"calendarIds\":[\"" + own + "\",\"" + calendar + "\"],";
    String hour = "\"from\":\"2031-03-03T01:00:00Z\",\"to\":\"2031-03-03T03:00:00Z\"";

    Reply busy = bob.post("v1/freebusy", "{" + both + hour + "}");
    assertEquals(
        "[{\"start\":\"2031-03-03T01:00:00Z\",\"end\":\"2031-03-03T02:00:00Z\",\"kind\":\"busy\"}]",
        busy.json().at("/items/1/busy").toString());
    Reply slots =
        bob.post(
            "v1/slots",
            "{" + both + hour + ",\"duration\":\"PT1H\",\"check\":[\"2031-03-03T01:00:00Z\"]}");
    assertEquals("2031-03-03T02:00:00Z", slots.json().at("/items/0/start").asText());
    assertEquals(calendar, slots.json().at("/checks/0/blockedBy/0/calendarId").asText());
    String hold =
        "\"start\":\"2031-03-03T01:00:00Z\",\"end\":\"2031-03-03T02:00:00Z\",\"expiresIn\":\"PT1H\"}";
    Reply held = bob.post("v1/holds", "{" + both + hold);
    Reply alsoIn =
        bob.post(
            "v1/calendars/" + own + "/events",
            "{\"title\":\"Mine\",\"alsoIn\":[\"%s\"],\"start\":{\"date\":\"2031-03-03\"}}"
                .formatted(calendar));
    assertEquals(403, held.status());
    assertEquals(403, alsoIn.status());
    for (Reply answer : List.of(busy, slots, held, alsoIn)) {
      assertFalse(answer.text().contains("Biopsy"), answer::toString);
      assertFalse(answer.text().contains(event), answer::toString);
    }
    assertFalse(exported(bob).contains(event), "what is another's is not one's own to take");

    assertEquals(404, eve.post("v1/freebusy", "{" + both + hour + "}").status());
    assertEquals(404, eve.post("v1/slots", "{" + both + hour + ",\"duration\":\"PT1H\"}").status());
    assertEquals(404, eve.post("v1/holds", "{" + both + hold).status());
  }

  /** All the texts of an account's export. */
  private static String exported(ApiClient account) throws IOException {
    StringBuilder texts = new StringBuilder();
    byte[] zip = account.post("v1/me/export", "").response().body();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      while (in.getNextEntry() != null) {
        texts.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    assertTrue(texts.toString().contains("BEGIN:VCALENDAR"), texts::toString);
    return texts.toString();
  }

  @Test
  void pagesOfBusyTimesNameNoEvents() {
    ApiClient ada = account("pages-ada");
    ApiClient bob = account("pages-bob");
    List<String> events = new ArrayList<>();
    ada.patch("v1/calendars/" + ada.firstCalendar(), "*", "{\"conflictPolicy\":\"allow\"}");
    for (int i = 0; i < 3; i++) {
      Reply made = book(ada, ada.firstCalendar(), "Same time", "2031-03-03T10:00:00");
      events.add(made.json().get("id").asText());
    }
    share(ada, "pages-bob", "freeBusy");
    int found = 0;
    String token = "";
    do {
      JsonNode page = bob.get(WINDOW + "&pageSize=1" + token).json();
      found += page.get("items").size();
      String next = page.path("nextPageToken").asText();
      String read = new String(Base64.getUrlDecoder().decode(next), StandardCharsets.US_ASCII);
      for (String event : events) {
        assertFalse(read.contains(event), read);
      }
      token = next.isEmpty() ? "" : "&pageToken=" + next;
    } while (!token.isEmpty());
    assertEquals(3, found);
  }

  @Test
  void anEventInTwoCalendarsIsReadThroughTheOneThatOneMayRead() {
    ApiClient ada = account("two-ada");
    ApiClient bob = account("two-bob");
    String room = ada.post("v1/calendars", "{\"name\":\"Room\"}").json().get("id").asText();
    String booked =
        "{\"title\":\"Rounds\",\"alsoIn\":[\"%s\"],\"duration\":\"PT1H\","
            + "\"start\":{\"dateTime\":\"2031-03-03T10:00:00\",\"timeZone\":\"Asia/Seoul\"}}";
    String calendar = ada.firstCalendar();
    Reply made = ada.post("v1/calendars/" + calendar + "/events", booked.formatted(room));
    assertEquals(201, made.status(), made::toString);
    share(ada, "two-bob", "freeBusy");
    JsonNode busy = bob.get(WINDOW).json().get("items");
    assertEquals(List.of(calendar), busy.findValuesAsText("calendarId"));
    assertFalse(busy.toString().contains("Rounds"));

    String grant = "{\"email\":\"two-bob@example.org\",\"access\":\"read\"}";
    assertEquals(200, ada.put("v1/calendars/" + room + "/shares", grant).status());
    JsonNode items = bob.get(WINDOW).json().get("items");
    assertEquals(1, items.size(), "once, though it is in both");
    assertEquals("Rounds", items.get(0).get("title").asText());
    assertEquals(room, items.get(0).get("calendarId").asText());
    String event = made.json().get("id").asText();
    assertEquals(200, bob.get("v1/calendars/" + room + "/events/" + event).status());
    assertEquals(403, bob.get("v1/calendars/" + calendar + "/events/" + event).status());
    assertEquals(404, ada.get("v1/calendars/" + bob.firstCalendar() + "/events/" + event).status());
  }

  private static ConditionFactory awaiting() {
    return await().atMost(Duration.ofSeconds(60));
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void whoMayWriteBooksAndIsToldWhatStandsInTheWay() {
    ApiClient ada = account("writes-ada");
    ApiClient bob = account("writes-bob");
    String calendar = ada.firstCalendar();
    book(ada, calendar, "Rounds", "2031-03-03T10:00:00");
    share(ada, "writes-bob", "write");
    Reply refused = book(bob, calendar, "Mine", "2031-03-03T10:30:00");
    assertEquals(409, refused.status());
    assertEquals("Rounds", refused.json().at("/conflicts/0/title").asText());
    Reply made = book(bob, calendar, "Mine", "2031-03-03T12:00:00");
    assertEquals(201, made.status());
    assertEquals(200, ada.get(made.header("Location")).status());

    String own =
        book(bob, bob.firstCalendar(), "Private", "2031-03-06T10:00:00").header("Location");
    String move = "{\"calendarId\":\"" + calendar + "\"}";
    assertEquals(200, bob.patch(own, "*", move).status(), "and moves events there");
    share(ada, "writes-bob", "read");
    String other =
        book(bob, bob.firstCalendar(), "Private", "2031-03-07T10:00:00").header("Location");
    assertEquals(403, bob.patch(other, "*", move).status(), "but not where one only reads");
  }

  @Test
  void readersAreToldOfChangesAndOthersAreNot() {
    ApiClient ada = account("told-ada");
    ApiClient reader = account("told-reader");
    ApiClient viewer = account("told-viewer");
    share(ada, "told-reader", "read");
    share(ada, "told-viewer", "freeBusy");
    book(ada, ada.firstCalendar(), "Rounds", "2031-03-03T10:00:00");
    awaiting()
        .untilAsserted(
            () -> assertEquals(List.of("calendar.shared", "event.created"), kinds(reader)));
    assertEquals(List.of("event.created"), kinds(ada));
    assertEquals(List.of("calendar.shared"), kinds(viewer));
    JsonNode told = reader.get("v1/notifications").json().get("items");
    assertEquals(
        "{\"calendarId\":\"" + ada.firstCalendar() + "\",\"access\":\"read\"}",
        told.get(0).get("data").toString());
    assertFalse(told.toString().contains("Rounds"));
  }

  private static List<String> kinds(ApiClient account) {
    List<String> kinds = new ArrayList<>();
    account
        .get("v1/notifications")
        .json()
        .get("items")
        .forEach(item -> kinds.add(item.get("kind").asText()));
    return kinds;
  }

  @Test
  void aShareThatIsRemovedCountsNoMoreAlsoForAConnectionThatIsOpen() {
    ApiClient ada = account("gone-ada");
    ApiClient bob = account("gone-bob");
    String calendar = ada.firstCalendar();
    share(ada, "gone-bob", "write");
    try (RealtimeClient client = RealtimeClient.listen(server, bob.accessToken())) {
      client.next("welcome");
      client.next("live");
      String made = book(bob, calendar, "Mine", "2031-03-03T10:00:00").header("Location");
      JsonNode first = client.next("notification");
      while (!first.get("kind").asText().equals("event.created")) {
        first = client.next("notification");
      }
      assertEquals(204, unshare(ada, calendar, "gone-bob").status());
      assertEquals(404, bob.get("v1/calendars/" + calendar).status());
      assertEquals(404, bob.get(made).status());
      assertEquals(404, bob.delete(made, "*").status());
      assertEquals(0, bob.get(WINDOW).json().get("items").size());
      assertEquals("calendar.unshared", client.next("notification").get("kind").asText());

      // What follows comes in order, so the next thing told is of one's own calendar.
      assertEquals(201, book(ada, calendar, "Secret", "2031-03-04T10:00:00").status());
      awaiting()
          .untilAsserted(() -> assertEquals(List.of("event.created", "event.created"), kinds(ada)));
      book(bob, bob.firstCalendar(), "Own", "2031-03-05T10:00:00");
      assertEquals(
          bob.firstCalendar(), client.next("notification").at("/data/calendarId").asText());
    }
    assertEquals(404, unshare(ada, calendar, "gone-bob").status(), "there is none any more");
  }

  @Test
  void oneGivesUpWhatIsSharedWithOneAndNothingElse() {
    ApiClient ada = account("leaves-ada");
    ApiClient bob = account("leaves-bob");
    account("leaves-eve");
    String calendar = ada.firstCalendar();
    share(ada, "leaves-bob", "read");
    share(ada, "leaves-eve", "read");
    assertEquals(403, unshare(bob, calendar, "leaves-eve").status());
    assertEquals(204, unshare(bob, calendar, "leaves-bob").status());
    assertEquals(404, bob.get("v1/calendars/" + calendar).status());
    assertEquals(1, ada.get(shares(ada)).json().get("items").size());
  }

  @ParameterizedTest
  @CsvSource({
    "nobody-there, read, /email",
    "wrong-ada, read, /email",
    "wrong-bob, owner, /access",
    "wrong-bob, READ, /access",
    "not an address, read, /email"
  })
  void aShareThatMakesNoSenseIsRefused(String name, String access, String pointer) {
    ApiClient ada = WrongShares.ADA;
    Reply reply = grant(ada, name, access);
    assertEquals(422, reply.status(), reply::toString);
    assertEquals(pointer, reply.json().at("/errors/0/pointer").asText());
    assertEquals(0, ada.get(shares(ada)).json().get("items").size());
  }

  /** Made once for all that is wrong. */
  private static final class WrongShares {
    static final ApiClient ADA = account("wrong-ada");

    static {
      account("wrong-bob");
    }
  }

  @Test
  void aDeletedCalendarOrAccountTakesItsSharesWithIt() {
    ApiClient ada = account("deletes-ada");
    ApiClient bob = account("deletes-bob");
    String room = ada.post("v1/calendars", "{\"name\":\"Room\"}").json().get("id").asText();
    String share = "{\"email\":\"deletes-bob@example.org\",\"access\":\"write\"}";
    assertEquals(200, ada.put("v1/calendars/" + room + "/shares", share).status());
    share(ada, "deletes-bob", "read");
    assertEquals(3, bob.get("v1/calendars").json().get("items").size());
    assertEquals(204, ada.delete("v1/calendars/" + room, "*").status());
    assertEquals(2, bob.get("v1/calendars").json().get("items").size());
    awaiting()
        .untilAsserted(() -> assertTrue(kinds(bob).contains("calendar.unshared"), "it is told"));
    assertEquals(204, bob.delete("v1/me", "*").status());
    assertEquals(0, ada.get(shares(ada)).json().get("items").size());
  }

  @Test
  void whatAClientSaysOfOwnersAndIdsIsIgnored() {
    ApiClient ada = account("claims-ada");
    ApiClient eve = account("claims-eve");
    String adasId = ada.get("v1/me").json().get("id").asText();
    String claims =
        "{\"name\":\"Mine\",\"ownerId\":\"%s\",\"owner\":{\"email\":\"claims-ada@example.org\"},"
                .formatted(adasId)
            + "\"id\":\"%s\",\"access\":\"owner\",\"revision\":99}".formatted(ada.firstCalendar());
    Reply made = eve.post("v1/calendars", claims);
    assertEquals(201, made.status(), made::toString);
    assertEquals(0, made.json().get("revision").asInt());
    assertEquals(200, eve.get(made.header("Location")).status());
    assertEquals(404, ada.get(made.header("Location")).status());
    assertEquals(200, eve.patch(made.header("Location"), "*", claims).status());
    assertEquals(404, ada.get(made.header("Location")).status());
    assertEquals(1, ada.get("v1/calendars").json().get("items").size());
  }

  @Test
  void whatIsSharedAndDeletedStandsInTheAuditLog() {
    ApiClient ada = account("audit-ada");
    account("audit-bob");
    String id = ada.get("v1/me").json().get("id").asText();
    String room = ada.post("v1/calendars", "{\"name\":\"Room\"}").json().get("id").asText();
    share(ada, "audit-bob", "read");
    assertEquals(204, unshare(ada, ada.firstCalendar(), "audit-bob").status());
    assertEquals(404, unshare(ada, ada.firstCalendar(), "audit-bob").status());
    assertEquals(204, ada.delete("v1/calendars/" + room, "*").status());

    ApiClient root = administrator();
    String log = "v1/admin/audit?accountId=" + id;
    List<String> acts = new ArrayList<>();
    for (String act : List.of("calendar-deleted", "share-removed", "share-granted")) {
      JsonNode items = root.get(log + "&act=" + act).json().get("items");
      assertEquals(1, items.size(), act);
      assertEquals("127.0.0.1", items.get(0).get("address").asText());
      assertTrue(items.get(0).get("about").asText().startsWith("calendar "), act);
    }
    String token = "";
    do {
      JsonNode page = root.get(log + "&pageSize=1" + token).json();
      page.get("items").forEach(item -> acts.add(item.get("act").asText()));
      token = page.has("nextPageToken") ? "&pageToken=" + page.get("nextPageToken").asText() : "";
    } while (!token.isEmpty());
    // Acts of one millisecond come in any order, but each comes once.
    for (String act : List.of("calendar-deleted", "share-removed", "share-granted")) {
      assertEquals(1, Collections.frequency(acts, act), act);
    }
    assertEquals(400, root.get("v1/admin/audit?act=nothing").status());
    assertEquals(400, root.get("v1/admin/audit?pageToken=nothing").status());
  }

  private static ApiClient administrator() {
    String email = "root@example.org";
    ApiClient nobody = ApiClient.anonymous(server);
    Reply made =
        nobody.post(
            "v1/setup",
            "{\"token\":\"%s\",\"email\":\"%s\",\"password\":\"%s\"}"
                .formatted(server.setupToken(), email, ApiClient.password(email)));
    assertEquals(201, made.status(), made::toString);
    return ApiClient.signedIn(server, email);
  }
}
