package dev.scheduling.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The page in a real browser against a real server. The account is made through the set-up page;
 * every test then works in a week of its own.
 */
@Timeout(120)
final class PageBrowserIT {

  private static final String EMAIL = "ada@example.org";
  private static final String PASSWORD = ApiClient.password(EMAIL);

  private static final String ICS =
      String.join(
          "\r\n",
          "BEGIN:VCALENDAR",
          "VERSION:2.0",
          "PRODID:-//example.org//party//EN",
          "BEGIN:VEVENT",
          "UID:party-1@example.org",
          "DTSTAMP:20310101T000000Z",
          "DTSTART:20310805T160000Z",
          "DTEND:20310805T180000Z",
          "SUMMARY:Summer party",
          "END:VEVENT",
          "BEGIN:VTODO",
          "UID:todo-1@example.org",
          "DTSTAMP:20310101T000000Z",
          "SUMMARY:Buy balloons",
          "END:VTODO",
          "END:VCALENDAR",
          "");

  private static ServerProcess server;
  private static Playwright playwright;
  private static Browser browser;

  private BrowserVisitor ada;

  @BeforeAll
  static void theSetUpLinkMakesTheFirstAccount() throws Exception {
    server = ServerProcess.start();
    playwright = Browsers.playwright();
    browser = Browsers.launch(playwright);
    try (BrowserVisitor first = new BrowserVisitor(browser, server.baseUrl(), 1280, 860)) {
      first.open("/?setup=" + server.setupToken());
      assertFalse(first.page().url().contains(server.setupToken()), "the token leaves the address");
      first.label("E-mail address").fill(EMAIL);
      first.label("Password").fill(PASSWORD);
      first.button("Set up").click();
      assertThat(first.button("New event").first()).isVisible();
      assertEquals(List.of(), first.complaints());
      assertEquals(List.of(), first.refusals());
    }
  }

  @AfterAll
  static void stop() {
    if (playwright != null) {
      playwright.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void adaSignsIn() {
    ada = new BrowserVisitor(browser, server.baseUrl(), 1280, 860);
    ada.signIn(EMAIL, PASSWORD);
  }

  @AfterEach
  void thePageNeverComplains() {
    List<String> complaints = ada.complaints();
    ada.close();
    assertEquals(List.of(), complaints);
  }

  @Test
  void aWrongPasswordIsToldAtItsField() {
    try (BrowserVisitor other = new BrowserVisitor(browser, server.baseUrl(), 1280, 860)) {
      other.open("/");
      other.label("E-mail address").fill(EMAIL);
      other.label("Password").fill("not the password");
      other.button("Sign in").click();
      assertThat(other.page().getByText("The e-mail address or the password is wrong."))
          .isVisible();
      assertThat(other.label("Password")).hasAttribute("aria-invalid", "true");
      assertEquals(List.of("401 POST /v1/sessions"), other.refusals());
      assertEquals(List.of(), other.complaints());
    }
  }

  @Test
  void whoIsSignedInStaysSoOverAReloadUntilSigningOut() {
    ada.page().reload();
    assertThat(ada.button("New event").first()).isVisible();
    ada.button("Account").click();
    ada.button("Sign out").click();
    assertThat(ada.button("Sign in")).isVisible();
    ada.page().reload();
    assertThat(ada.button("Sign in")).isVisible();
    assertEquals(List.of(), ada.refusals());
  }

  @Test
  void aBookedEventIsSeenInWeekMonthAndAgenda() {
    ada.openWeek("2031-03-03");
    ada.book("Design review", "2031-03-04", "09:30", "10:30");
    ada.awaitTime("2031-03-04", "Design review", "9:30 - 10:30");

    ada.button("Month").click();
    assertThat(ada.eventOn("2031-03-04", "Design review")).isVisible();
    assertThat(ada.page().getByRole(AriaRole.HEADING, heading("March 2031")).first()).isVisible();

    ada.button("Agenda").click();
    assertThat(ada.page().locator(".fc-list-event")).containsText("Design review");
    assertEquals(List.of(), ada.refusals());
  }

  @Test
  void aDraggedEventStaysWhereItWasDropped() {
    ada.openWeek("2031-03-10");
    ada.book("Site visit", "2031-03-11", "09:00", "10:00");
    ada.drag(ada.eventOn("2031-03-11", "Site visit"), "2031-03-13", "14:00");
    assertThat(ada.toast("“Site visit” has been moved.")).isVisible();
    ada.awaitTime("2031-03-13", "Site visit", "14:00 - 15:00");

    ada.page().reload();
    ada.awaitTime("2031-03-13", "Site visit", "14:00 - 15:00");
    assertThat(ada.eventOn("2031-03-11", "Site visit")).hasCount(0);
    assertEquals(List.of(), ada.refusals());
  }

  @Test
  void anEventIsMovedByTheKeyboardAlone() {
    ada.openWeek("2031-03-17");
    ada.book("Phone call", "2031-03-18", "11:00", "12:00");
    ada.eventOn("2031-03-18", "Phone call").focus();
    ada.page().keyboard().press("Enter");
    Locator dialog = ada.dialog("Phone call");
    Locator later = dialog.getByText("+30 min");
    later.focus();
    ada.page().keyboard().press("Enter");
    ada.awaitTime("2031-03-18", "Phone call", "11:30 - 12:30");
    assertEquals(List.of(), ada.refusals());
  }

  @Test
  void aConflictIsShownWithFreeTimesAndOneOfThemIsTaken() throws Exception {
    ada.openWeek("2031-03-24");
    ada.book("Board meeting", "2031-03-25", "10:00", "12:00");
    ada.fillNewEvent("Interview", "2031-03-25", "11:00", "12:00");
    ada.button("Save").click();

    Locator conflict = ada.dialog("This time is taken");
    assertThat(conflict).isVisible();
    assertThat(conflict.locator(".conflict-list")).containsText("Board meeting");
    assertThat(conflict.locator(".suggestion")).hasCount(3);
    assertThat(ada.eventOn("2031-03-25", "Interview")).hasCount(0);

    conflict.locator(".suggestion").first().click();
    assertThat(conflict).hasCount(0);
    assertThat(ada.toast("“Interview” is booked.")).isVisible();
    assertEquals(List.of("409 POST /v1/calendars/…/events"), ada.refusals());
    occurrence("2031-03-20T00:00:00Z", "2031-04-05T00:00:00Z", "Interview");
  }

  @Test
  void aMoveIntoATakenTimeIsRefusedAndTheEventGoesBack() {
    ada.openWeek("2031-04-07");
    ada.book("Rehearsal", "2031-04-08", "09:00", "10:00");
    ada.book("Concert", "2031-04-09", "09:00", "10:00");
    ada.drag(ada.eventOn("2031-04-08", "Rehearsal"), "2031-04-09", "09:00");
    Locator conflict = ada.dialog("This time is taken");
    assertThat(conflict.locator(".conflict-list")).containsText("Concert");
    ada.page().keyboard().press("Escape");
    ada.awaitTime("2031-04-08", "Rehearsal", "9:00 - 10:00");
    assertThat(ada.eventOn("2031-04-09", "Rehearsal")).hasCount(0);
    assertEquals(List.of("409 PATCH /v1/calendars/…/events/…"), ada.refusals());
  }

  @Test
  void aRepeatingEventShowsItsNextDatesAndAsksHowFarAChangeReaches() {
    ada.openWeek("2031-05-05");
    ada.fillNewEvent("Standup", "2031-05-06", "08:00", "08:30");
    ada.label("Repeat").selectOption("DAILY");
    ada.label("Ends").selectOption("count");
    ada.label("Times").fill("3");
    ada.label("Times").press("Tab");
    assertThat(ada.page().locator(".preview ol li")).hasCount(3);
    ada.button("Save").click();
    assertThat(ada.eventOn("2031-05-08", "Standup")).isVisible();

    ada.drag(ada.eventOn("2031-05-07", "Standup"), "2031-05-07", "10:00");
    Locator scope = ada.dialog("Change a repeating event");
    assertThat(scope.getByLabel("This event")).isChecked();
    ada.page().keyboard().press("Escape");
    ada.awaitTime("2031-05-07", "Standup", "8:00");

    ada.drag(ada.eventOn("2031-05-07", "Standup"), "2031-05-07", "10:00");
    scope.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Save")).click();
    ada.awaitTime("2031-05-07", "Standup", "10:00");
    ada.awaitTime("2031-05-06", "Standup", "8:00");
    ada.awaitTime("2031-05-08", "Standup", "8:00");

    ada.drag(ada.eventOn("2031-05-08", "Standup"), "2031-05-08", "12:00");
    scope.getByLabel("This and all that follow").check();
    scope.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Save")).click();
    ada.awaitTime("2031-05-08", "Standup", "12:00");
    ada.awaitTime("2031-05-06", "Standup", "8:00");
    assertEquals(List.of(), ada.refusals());
  }

  @Test
  void whatIsBookedElsewhereAppearsByItselfWithANotification() throws Exception {
    ada.openWeek("2031-06-02");
    ada.waitUntilLive();
    bookElsewhere("Booked by <b>phone</b>", "2031-06-03");
    assertThat(ada.toast("New event")).isVisible();
    assertThat(ada.eventOn("2031-06-03", "Booked by <b>phone</b>")).isVisible();
    Locator bell =
        ada.page()
            .getByRole(
                AriaRole.BUTTON,
                new Page.GetByRoleOptions().setName(Pattern.compile("Notifications, \\d+ unread")));
    bell.click();
    assertThat(ada.page().locator(".notification.unread").first()).containsText("New event");
    ada.button("Mark all as read").click();
    assertThat(ada.page().locator(".notification.unread")).hasCount(0);
    assertEquals(List.of(), ada.refusals());
  }

  @Test
  void afterTheServerWasKilledThePageCatchesUpByItself() throws Exception {
    ada.openWeek("2031-06-09");
    ada.waitUntilLive();
    ada.mayLoseConnection();
    server.kill();
    server.restart();
    bookElsewhere("Booked after the restart", "2031-06-10");
    ada.waitUntilLive();
    assertThat(ada.eventOn("2031-06-10", "Booked after the restart")).isVisible();
    assertEquals(List.of(), ada.refusals());
  }

  @Test
  void aChangeElsewhereMeanwhileIsSaidAndBothChangesAreKept() throws Exception {
    ada.openWeek("2031-07-07");
    ada.book("Draft", "2031-07-08", "09:00", "10:00");
    ada.eventOn("2031-07-08", "Draft").click();
    ada.dialog("Draft").getByText("Edit").click();
    ada.label("Location").fill("Room 4");

    JsonNode draft = occurrence("2031-07-07T00:00:00Z", "2031-07-14T00:00:00Z", "Draft");
    String event =
        "v1/calendars/%s/events/%s"
            .formatted(draft.path("calendarId").asText(), draft.path("eventId").asText());
    ApiClient elsewhere = ApiClient.signedIn(server, EMAIL);
    assertEquals(200, elsewhere.patch(event, "*", "{\"title\": \"Final\"}").status());

    ada.button("Save").click();
    assertThat(ada.page().getByText("was changed elsewhere meanwhile").first()).isVisible();
    assertThat(ada.label("Title")).hasValue("Final");
    assertThat(ada.label("Location")).hasValue("Room 4");
    ada.button("Save").click();
    assertThat(ada.dialog("Edit event")).hasCount(0);
    JsonNode saved = elsewhere.get(event).json();
    assertEquals("Final", saved.path("title").asText());
    assertEquals("Room 4", saved.path("location").asText());
    assertEquals(List.of("412 PATCH /v1/calendars/…/events/…"), ada.refusals());
  }

  @Test
  void anIcsFileGoesInAndSaysWhatBecameOfItAndComesOutAgain() throws Exception {
    ada.openWeek("2031-08-04");
    ada.button("Import").click();
    ada.label("File (.ics)")
        .setInputFiles(
            new FilePayload("party.ics", "text/calendar", ICS.getBytes(StandardCharsets.UTF_8)));
    ada.dialog("Import an iCalendar file")
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Import"))
        .click();
    assertThat(ada.page().locator(".import-counts")).hasText("1 imported, 0 updated, 1 skipped.");
    assertThat(ada.page().locator(".import-list").first()).containsText("todo-1@example.org");
    ada.page().keyboard().press("Escape");
    assertThat(ada.eventOn("2031-08-05", "Summer party")).isVisible();

    ada.page().getByRole(AriaRole.BUTTON, heading("Actions for")).first().click();
    Download download = ada.page().waitForDownload(ada.button("Export as a file")::click);
    String text = Files.readString(download.path());
    assertTrue(text.startsWith("BEGIN:VCALENDAR"), text);
    assertTrue(text.contains("party-1@example.org"), text);
    assertEquals(List.of(), ada.refusals());
  }

  @Test
  void anotherCalendarIsMadeAndHiddenAndDeleted() {
    ada.openWeek("2031-09-01");
    ada.button("New calendar").click();
    ada.label("Name").fill("Choir");
    ada.button("Save").click();
    Locator choir = ada.page().getByRole(AriaRole.CHECKBOX, checkbox("Choir"));
    assertThat(choir).isChecked();

    ada.fillNewEvent("Singing", "2031-09-02", "19:00", "20:00");
    ada.dialog("New event").getByLabel("Calendar").selectOption("Choir");
    ada.button("Save").click();
    assertThat(ada.eventOn("2031-09-02", "Singing")).isVisible();
    choir.uncheck();
    assertThat(ada.eventOn("2031-09-02", "Singing")).hasCount(0);
    choir.check();
    assertThat(ada.eventOn("2031-09-02", "Singing")).isVisible();

    ada.button("Actions for Choir").click();
    ada.button("Calendar settings").last().click();
    ada.dialog("Calendar settings").getByText("Delete").click();
    ada.dialog("Delete this calendar?").getByText("Delete").last().click();
    assertThat(choir).hasCount(0);
    assertThat(ada.eventOn("2031-09-02", "Singing")).hasCount(0);
    assertEquals(List.of(), ada.refusals());
  }

  @Test
  void aPhoneShowsTheAgendaAndBooksToo() {
    try (BrowserVisitor phone = new BrowserVisitor(browser, server.baseUrl(), 375, 740)) {
      phone.signIn(EMAIL, PASSWORD);
      assertThat(phone.button("Agenda")).hasAttribute("aria-pressed", "true");
      Object overflow =
          phone
              .page()
              .evaluate("() => document.documentElement.scrollWidth > document.body.clientWidth");
      assertEquals(false, overflow, "nothing is wider than the screen");
      phone.button("New event").last().click();
      assertThat(phone.dialog("New event")).isVisible();
      phone.page().keyboard().press("Escape");
      phone.button("Account").click();
      phone.button("한국어").click();
      assertThat(phone.button("목록")).isVisible();
      assertEquals("ko", phone.page().locator("html").getAttribute("lang"));
      assertEquals(List.of(), phone.complaints());
    }
  }

  /* As another of the person's programs would: an hour from three o'clock on. */
  private static void bookElsewhere(String title, String date) {
    ApiClient elsewhere = ApiClient.signedIn(server, EMAIL);
    String event =
        """
        {"title": "%s",
         "start": {"dateTime": "%sT15:00:00", "timeZone": "Europe/Berlin"},
         "end": {"dateTime": "%sT16:00:00", "timeZone": "Europe/Berlin"}}
        """;
    String path = "v1/calendars/" + elsewhere.firstCalendar() + "/events";
    assertEquals(201, elsewhere.post(path, event.formatted(title, date, date)).status());
  }

  private static Page.GetByRoleOptions heading(String text) {
    return new Page.GetByRoleOptions().setName(text);
  }

  private static Page.GetByRoleOptions checkbox(String text) {
    return new Page.GetByRoleOptions().setName(text).setExact(true);
  }

  private static JsonNode occurrence(String from, String to, String title) {
    List<JsonNode> found = new ArrayList<>();
    ApiClient.signedIn(server, EMAIL)
        .get("v1/occurrences?from=" + from + "&to=" + to)
        .json()
        .path("items")
        .forEach(
            item -> {
              if (item.path("title").asText().equals(title)) {
                found.add(item);
              }
            });
    assertEquals(1, found.size(), "occurrences of " + title);
    return found.get(0);
  }
}
