package dev.scheduling.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.scheduling.server.StandIn.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Channels and reminders in a real browser. */
@Timeout(300)
final class PageChannelsBrowserIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static StandIn outside;
  private static ServerProcess server;
  private static Playwright playwright;
  private static Browser browser;

  @BeforeAll
  static void start() {
    outside = new StandIn(call -> new Answer(200, ""));
    server = ServerProcess.start(Map.of("PRIVATE_WEBHOOK_HOSTS", "127.0.0.1"));
    playwright = Browsers.playwright();
    browser = Browsers.launch(playwright);
  }

  @AfterAll
  static void stop() {
    playwright.close();
    server.close();
    outside.close();
  }

  private static BrowserVisitor visitor(String email) {
    BrowserVisitor visitor = new BrowserVisitor(browser, server.baseUrl(), 1280, 860);
    visitor.open("/");
    visitor.signIn(email, ApiClient.password(email));
    visitor.waitUntilLive();
    return visitor;
  }

  @Test
  void whatOneIsToldIsChosenInTheSettings() {
    String email = "choices@example.org";
    ApiClient api = ApiClient.withNewAccount(server, email);
    try (BrowserVisitor ada = visitor(email)) {
      ada.open("/#/settings");
      Locator slack = ada.page().locator("[data-channel=slack]").first();
      assertThat(slack).containsText("nothing connected yet");
      ada.label("Webhook of Slack").fill(outside.at("/hook").toString());
      ada.button("Connect Slack").click();
      assertThat(slack).containsText("works");
      slack.getByText("Send a test").click();
      assertThat(ada.toast("The test is on its way")).isVisible();
      // That somebody signed in from a new browser may be told there as well.
      assertEquals(
          1,
          outside.calls("/hook").stream()
              .filter(call -> call.text().contains("A test: notifications arrive here"))
              .count());
      ada.page().getByLabel("New event, Slack").check();
      ada.page().getByLabel("Event changed, This page").uncheck();
      ada.page().getByLabel("Quiet hours", new Page.GetByLabelOptions().setExact(true)).check();
      ada.label("From").fill("21:30");
      ada.label("To").fill("06:45");
      ada.page().locator("form:has(table) button[type=submit]").click();
      assertThat(ada.toast("Your choices are saved")).isVisible();
      JsonNode saved = api.get("v1/me/channels").json();
      assertTrue(saved.at("/kinds/event.created/slack").asBoolean(), saved::toString);
      assertTrue(!saved.at("/kinds/event.changed/websocket").asBoolean(), saved::toString);
      assertEquals("21:30", saved.at("/quietHours/from").asText());
      assertEquals("06:45", saved.at("/quietHours/to").asText());
      slack.getByText("Disconnect").click();
      assertThat(slack).containsText("nothing connected yet");
    }
  }

  @Test
  void pageFollowsAChangeThatItDoesNotTellOf() {
    String email = "silent@example.org";
    ApiClient api = ApiClient.withNewAccount(server, email);
    String choice = "{\"kinds\":{\"event.created\":{\"websocket\":false}}}";
    assertEquals(200, api.send(api.request("PUT", "v1/me/channels", choice)).status());
    try (BrowserVisitor ada = visitor(email)) {
      String event = "{\"title\":\"Quietly booked\",\"start\":{\"date\":\"%s\"}}";
      String today = ada.page().evaluate("new Date().toLocaleDateString('sv')").toString();
      String events = "v1/calendars/" + api.firstCalendar() + "/events";
      assertEquals(201, api.post(events, event.formatted(today)).status());
      assertThat(ada.page().getByText("Quietly booked").first()).isVisible();
      // A reminder is told of, after the change; so the change would have been by now.
      remind(api, "Dentist");
      assertThat(reminder(ada, "Dentist")).isVisible();
      assertThat(ada.toast("New event")).isHidden();
      assertThat(ada.page().locator(".notification-list")).not().containsText("Quietly booked");
    }
  }

  @Test
  void settingsSpeakKorean() {
    String email = "korean@example.org";
    ApiClient.withNewAccount(server, email);
    try (BrowserVisitor ada = visitor(email)) {
      ada.page().evaluate("localStorage.setItem('scheduling.language', 'ko')");
      ada.open("/#/settings");
      ada.page().reload();
      assertThat(ada.page().getByText("알림을 받을 일")).isVisible();
      assertThat(ada.page().getByLabel("새 일정, 이메일")).hasCount(0);
      assertThat(ada.page().getByLabel("새 일정, 푸시")).isVisible();
    }
  }

  @Test
  void reminderIsPutOffAndEndedWhereItIsShown() {
    String email = "snooze-in-page@example.org";
    ApiClient api = ApiClient.withNewAccount(server, email);
    try (BrowserVisitor ada = visitor(email)) {
      remind(api, "Dentist");
      Locator first = reminder(ada, "Dentist");
      assertThat(first).isVisible();
      first.getByText("Snooze 10 min").click();
      assertThat(ada.toast("You will be reminded again")).isVisible();
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> api.get("v1/notifications").text().contains("\"reminder\""));
      remind(api, "Doctor");
      Locator second = reminder(ada, "Doctor");
      assertThat(second).isVisible();
      second.getByText("Dismiss").click();
      assertThat(second).isHidden();
    }
  }

  /** The notice of a reminder, which stands beside that of the new event. */
  private static Locator reminder(BrowserVisitor visitor, String title) {
    return visitor.toast(title).filter(new Locator.FilterOptions().setHasText("Snooze 10 min"));
  }

  private static void remind(ApiClient api, String title) {
    Instant start =
        ServerProcess.CLOCK.instant().truncatedTo(ChronoUnit.SECONDS).plus(10, ChronoUnit.MINUTES);
    int minutes = title.equals("Dentist") ? 11 : 12;
    assertEquals(
        201,
        api.post(
                "v1/calendars/" + api.firstCalendar() + "/events",
                ("{\"title\":\"%s\",\"start\":{\"dateTime\":\"%s\",\"timeZone\":\"UTC\"},"
                        + "\"duration\":\"PT1S\",\"transparency\":\"transparent\",\"reminders\":"
                        + "[{\"trigger\":{\"offset\":\"-PT%dM\",\"relativeTo\":\"start\"}}]}")
                    .formatted(title, start.toString().replace("Z", ""), minutes))
            .status());
  }
}
