package dev.scheduling.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Somebody in front of the page, with a browser profile of their own. Writes down everything that a
 * page should not do: errors in its scripts or on its console, violations of its content security
 * policy, answers that are not as the document of the API says, and requests that the server
 * refused. Not thread-safe.
 */
final class BrowserVisitor implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final double WAIT_MS = 20_000;
  private static final double LIVE_WITHIN_MS = 40_000;

  private static final String LOST_CONNECTION = "WebSocket connection to";

  private static final String ANSWERED = "answered ";

  // Chromium repeats every refused request on the console; those are written down as such.
  private static final String REFUSED_REQUEST = "Failed to load resource";

  private static final String TELL_VIOLATIONS =
      "document.addEventListener('securitypolicyviolation', event => console.error("
          + "'policy violated: ' + event.violatedDirective + ' by ' + event.blockedURI));";

  /*
   * What the page gets to read of an answer is told to the test as well. A download and a request that
   * the page gave up on are not told.
   */
  private static final String TELL_ANSWERS =
      """
      const ask = window.fetch;
      window.fetch = async (...asked) => {
        const answer = await ask(...asked);
        answer.clone().text().then(
            (body) => console.debug('answered ' + JSON.stringify({
                method: asked[1]?.method ?? 'GET', url: answer.url, status: answer.status,
                headers: Object.fromEntries(answer.headers), body})),
            () => {});
        return answer;
      };
      """;

  private final BrowserContext context;
  private final URI baseUrl;
  private final Page page;
  private final List<String> complaints = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private boolean mayLoseConnection;

  BrowserVisitor(Browser browser, URI baseUrl, int width, int height) {
    this.baseUrl = baseUrl;
    context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setLocale("en-GB")
                .setTimezoneId("Europe/Berlin")
                .setViewportSize(width, height));
    context.setDefaultTimeout(WAIT_MS);
    context.addInitScript(TELL_VIOLATIONS);
    context.addInitScript(TELL_ANSWERS);
    page = context.newPage();
    page.onPageError(complaints::add);
    page.onConsoleMessage(
        message -> {
          if (message.text().startsWith(ANSWERED)) {
            compareWithDocument(message.text().substring(ANSWERED.length()));
          }
          boolean bad = message.type().equals("error") || message.type().equals("warning");
          boolean lost = message.text().startsWith(LOST_CONNECTION) && mayLoseConnection;
          if (bad && !lost && !message.text().startsWith(REFUSED_REQUEST)) {
            complaints.add(message.text());
          }
        });
    page.onResponse(this::noteRefusal);
    page.onRequestFailed(
        request -> {
          if (!mayLoseConnection) {
            complaints.add("failed: " + request.url());
          }
        });
  }

  /** An answer that is not as the document of the API says is a complaint. */
  private void compareWithDocument(String told) {
    JsonNode answer;
    try {
      answer = JSON.readTree(told);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    String method = answer.get("method").asText();
    String path = URI.create(answer.get("url").asText()).getRawPath();
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    answer.get("headers").properties().forEach(h -> headers.put(h.getKey(), h.getValue().asText()));
    byte[] body = answer.get("body").asText().getBytes(StandardCharsets.UTF_8);
    ApiContract.STATED
        .complaints(method, path, answer.get("status").asInt(), headers, body)
        .forEach(complaint -> complaints.add(method + " " + path + ": " + complaint));
  }

  private void noteRefusal(Response response) {
    if (response.status() >= 400) {
      String path = URI.create(response.url()).getPath();
      refusals.add(
          response.status()
              + " "
              + response.request().method()
              + " "
              + path.replaceAll("/(calendars|events)/[^/]+", "/$1/…"));
    }
  }

  Page page() {
    return page;
  }

  /** From now on a lost connection is no complaint: Chromium tells of it whatever the page does. */
  void mayLoseConnection() {
    mayLoseConnection = true;
  }

  /** Waits until the live connection stands. */
  void waitUntilLive() {
    page.waitForFunction(
        "() => document.querySelector('.live-state')?.dataset.state === 'live'",
        null,
        new Page.WaitForFunctionOptions().setTimeout(LIVE_WITHIN_MS));
  }

  /** What the page did wrong, in order. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** The requests that the server refused, as {@code 409 POST /v1/calendars/…/events}. */
  List<String> refusals() {
    return List.copyOf(refusals);
  }

  void open(String relative) {
    page.navigate(baseUrl.resolve(relative).toString());
  }

  void signIn(String email, String password) {
    open("/");
    label("E-mail address").fill(email);
    label("Password").fill(password);
    button("Sign in").click();
    assertThat(button("New event").first()).isVisible();
  }

  /** Shows the week that begins on a Monday given as {@code 2031-03-03}. */
  void openWeek(String monday) {
    page.evaluate("hash => { location.hash = hash; }", "#/calendar/week/" + monday);
    assertThat(page.locator(".fc-timegrid-col[data-date='" + monday + "']")).isVisible();
  }

  /** Opens the editor and fills in one hour or what {@code start} and {@code end} say. */
  void fillNewEvent(String title, String date, String start, String end) {
    button("New event").first().click();
    label("Title").fill(title);
    label("Starts on").fill(date);
    label("at").fill(start);
    label("Ends on").fill(date);
    label("until").fill(end);
  }

  void book(String title, String date, String start, String end) {
    fillNewEvent(title, date, start, end);
    button("Save").click();
    assertThat(eventOn(date, title)).isVisible();
  }

  /** The event with this title in the column or cell of a day. */
  Locator eventOn(String date, String title) {
    return page.locator("[data-date='" + date + "'] .fc-event")
        .filter(new Locator.FilterOptions().setHasText(title));
  }

  /**
   * Waits until the event with this title stands on a day once and shows this time. While it is
   * moved it stands there twice: where it was and where it will be.
   */
  void awaitTime(String date, String title, String time) {
    assertThat(eventOn(date, title)).hasText(new Pattern[] {Pattern.compile(time)});
  }

  /**
   * Drags an event of the week view to {@code time} on a day. Only the days and hours are measured:
   * the event's own element is made anew whenever news of it arrive, and may be gone by then.
   */
  void drag(Locator event, String date, String time) {
    double grip = 6;
    event.hover(new Locator.HoverOptions().setPosition(20, grip));
    BoundingBox column = page.locator(".fc-timegrid-col[data-date='" + date + "']").boundingBox();
    BoundingBox slot =
        page.locator(".fc-timegrid-slot-lane[data-time='" + time + ":00']").boundingBox();
    page.mouse().down();
    page.mouse()
        .move(column.x + column.width / 2, slot.y + grip, new Mouse.MoveOptions().setSteps(12));
    page.mouse().up();
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator dialog(String name) {
    return page.getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName(name));
  }

  Locator label(String text) {
    return page.getByLabel(text, new Page.GetByLabelOptions().setExact(true));
  }

  Locator toast(String text) {
    return page.locator(".toast").filter(new Locator.FilterOptions().setHasText(text));
  }

  @Override
  public void close() {
    context.close();
  }
}
