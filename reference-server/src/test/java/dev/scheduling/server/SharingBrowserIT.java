package dev.scheduling.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Playwright;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sharing on the page: by whom, with whom, and what each then sees. */
@Timeout(240)
final class SharingBrowserIT {

  private static final String DAY = "2031-03-04";

  private static ServerProcess server;
  private static Playwright playwright;
  private static Browser browser;

  @BeforeAll
  static void start() {
    server = ServerProcess.start();
    playwright = Browsers.playwright();
    browser = Browsers.launch(playwright);
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

  private static BrowserVisitor visitor(String email) {
    BrowserVisitor visitor = new BrowserVisitor(browser, server.baseUrl(), 1280, 860);
    visitor.signIn(email, ApiClient.password(email));
    visitor.waitUntilLive();
    visitor.openWeek("2031-03-03");
    return visitor;
  }

  private static void share(ApiClient owner, String email, String access) {
    assertEquals(
        200,
        owner
            .put(
                "v1/calendars/" + owner.firstCalendar() + "/shares",
                "{\"email\":\"%s\",\"access\":\"%s\"}".formatted(email, access))
            .status());
  }

  private static void bookDentist(ApiClient account) {
    assertEquals(
        201,
        account
            .post(
                "v1/calendars/" + account.firstCalendar() + "/events",
                "{\"title\":\"Dentist\",\"duration\":\"PT2H\",\"start\":{\"dateTime\":\""
                    + DAY
                    + "T10:00:00\",\"timeZone\":\"Europe/Berlin\"}}")
            .status());
  }

  @Test
  void aCalendarIsSharedInItsDialogAndTheOtherSeesItAtOnceButCannotChangeIt() {
    ApiClient owner = ApiClient.withNewAccount(server, "ada@example.org");
    ApiClient.withNewAccount(server, "bob@example.org");
    bookDentist(owner);
    assertEquals(
        200,
        owner
            .patch("v1/calendars/" + owner.firstCalendar(), "*", "{\"name\":\"Practice\"}")
            .status());
    try (BrowserVisitor ada = visitor("ada@example.org");
        BrowserVisitor bob = visitor("bob@example.org")) {
      ada.button("Actions for Practice").click();
      ada.button("Calendar settings").click();
      ada.dialog("Calendar settings").getByText("Share…").click();
      Locator dialog = ada.dialog("Share “Practice”");
      assertThat(dialog.getByText("Not shared with anyone yet.")).isVisible();
      ada.label("E-mail address").fill("nobody@example.org");
      ada.button("Share").click();
      assertThat(dialog.getByText("There is no account with this e-mail address.")).isVisible();
      ada.label("E-mail address").fill("bob@example.org");
      ada.button("Share").click();
      assertThat(ada.button("Stop sharing with bob@example.org")).isVisible();

      assertThat(bob.page().getByText("ada@example.org · May read")).isVisible();
      Locator dentist = bob.eventOn(DAY, "Dentist");
      assertThat(dentist).isVisible();
      dentist.click();
      assertThat(bob.dialog("Dentist")).isVisible();
      assertThat(bob.button("Edit")).hasCount(0);
      assertThat(bob.button("Delete")).hasCount(0);
      assertThat(bob.page().locator(".move-row")).hasCount(0);
      // The toast that told of the share has a button of that name too.
      bob.page().keyboard().press("Escape");
      assertThat(bob.dialog("Dentist")).isHidden();
      bob.button("Actions for Practice").click();
      assertThat(bob.button("Calendar settings")).hasCount(0);
      bob.page().keyboard().press("Escape");

      ada.label("What bob@example.org may do").selectOption("freeBusy");
      assertThat(bob.page().getByText("ada@example.org · Sees busy times only")).isVisible();
      assertThat(bob.eventOn(DAY, "Busy")).isVisible();
      assertThat(bob.page().locator(".fc-event").getByText("Dentist")).hasCount(0);

      ada.button("Stop sharing with bob@example.org").click();
      assertThat(dialog.getByText("Not shared with anyone yet.")).isVisible();
      assertThat(bob.button("Actions for Practice")).hasCount(0);
      assertThat(bob.page().locator(".fc-event")).hasCount(0);
      assertEquals(List.of(), bob.complaints());
      assertEquals(List.of(), ada.complaints());
      assertEquals(List.of("422 PUT /v1/calendars/…/shares"), ada.refusals());
    }
  }

  @Test
  void whoMayWriteBooksThereAndWhoDoesNotWantItTakesItOffTheList() {
    ApiClient owner = ApiClient.withNewAccount(server, "carla@example.org");
    ApiClient.withNewAccount(server, "dan@example.org");
    assertEquals(
        200,
        owner
            .patch("v1/calendars/" + owner.firstCalendar(), "*", "{\"name\":\"Studio\"}")
            .status());
    share(owner, "dan@example.org", "write");
    try (BrowserVisitor dan = visitor("dan@example.org")) {
      assertThat(dan.page().getByText("carla@example.org · May read and change")).isVisible();
      dan.fillNewEvent("Recording", DAY, "10:00", "11:00");
      dan.dialog("New event").getByLabel("Calendar").selectOption(owner.firstCalendar());
      dan.button("Save").click();
      assertThat(dan.eventOn(DAY, "Recording")).isVisible();
      assertEquals(1, owner.get(events(owner)).json().get("items").size());

      dan.button("Actions for Studio").click();
      dan.button("Remove from my list").click();
      assertThat(dan.button("Actions for Studio")).hasCount(0);
      assertEquals(List.of(), dan.complaints());
      assertEquals(List.of(), dan.refusals());
    }
  }

  private static String events(ApiClient owner) {
    return "v1/calendars/" + owner.firstCalendar() + "/events";
  }

  @Test
  void thePageSpeaksOfSharingInKoreanToo() {
    ApiClient owner = ApiClient.withNewAccount(server, "eunji@example.org");
    ApiClient.withNewAccount(server, "minho@example.org");
    share(owner, "minho@example.org", "read");
    try (BrowserVisitor eunji = visitor("eunji@example.org")) {
      eunji.button("Account").click();
      eunji.button("한국어").click();
      eunji.button("Calendar 메뉴").click();
      eunji.button("공유…").click();
      assertThat(eunji.dialog("‘Calendar’ 공유")).isVisible();
      assertThat(eunji.label("minho@example.org 권한")).hasValue("read");
      assertThat(eunji.button("minho@example.org 공유 중지")).isVisible();
      assertEquals(List.of(), eunji.complaints());
    }
  }

  @Test
  void theDocumentOfTheApiIsShownToPeople() {
    try (BrowserVisitor visitor = new BrowserVisitor(browser, server.baseUrl(), 1280, 860)) {
      visitor.open("/docs#createEvent");
      assertThat(visitor.page().locator("details"))
          .hasCount(ApiContract.STATED.operations().size());
      Locator named = visitor.page().locator("#createEvent[open]");
      assertThat(named.locator("pre").first()).containsText("title?: string");
      assertThat(named).containsText("Idempotency-Key");
      assertEquals(List.of(), visitor.complaints());
    }
  }
}
