package dev.scheduling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The page's modules that only turn values into values, run in the browser they are written for.
 * They are handed to it from the source folder; no server takes part.
 */
@Timeout(60)
final class PageModulesBrowserIT {

  private static final Path WEB = Path.of("src/main/resources/web");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Playwright playwright;
  private static Page page;

  @BeforeAll
  static void openAnEmptyPage() {
    playwright = Browsers.playwright();
    Browser browser = Browsers.launch(playwright);
    page = browser.newContext(new Browser.NewContextOptions().setLocale("en-GB")).newPage();
    page.route("**/*", PageModulesBrowserIT::answer);
    page.navigate("http://page.test/empty");
  }

  private static void answer(Route route) {
    String url = route.request().url();
    if (url.endsWith(".js")) {
      String file = url.substring("http://page.test/".length());
      route.fulfill(
          new Route.FulfillOptions().setPath(WEB.resolve(file)).setContentType("text/javascript"));
    } else {
      route.fulfill(new Route.FulfillOptions().setContentType("text/html").setBody("<p>empty"));
    }
  }

  @AfterAll
  static void close() {
    if (playwright != null) {
      playwright.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-07-01T09:30:00, Europe/Berlin,      2026-07-01T07:30:00.000Z",
    "2026-01-01T09:30:00, Asia/Seoul,         2026-01-01T00:30:00.000Z",
    "2026-01-01T00:00:00, Pacific/Kiritimati, 2025-12-31T10:00:00.000Z",
    "1900-01-01T00:00:00, UTC,                1900-01-01T00:00:00.000Z",
  })
  void aWallTimeIsOneInstant(String wall, String zone, String instant) {
    assertEquals(
        instant, text("time/zones.js", "m.instantAt('%s', '%s').toISOString()", wall, zone));
    assertEquals(wall, text("time/zones.js", "m.wallAt(new Date('%s'), '%s')", instant, zone));
  }

  @ParameterizedTest
  @CsvSource({
    // Skipped in spring: the offset before the gap counts. Shown twice in autumn: the earlier one.
    "2026-03-29T02:30:00, Europe/Berlin,       2026-03-29T01:30:00.000Z",
    "2026-10-25T02:30:00, Europe/Berlin,       2026-10-25T00:30:00.000Z",
    "2026-03-08T02:30:00, America/New_York,    2026-03-08T07:30:00.000Z",
    "2026-11-01T01:30:00, America/New_York,    2026-11-01T05:30:00.000Z",
    "2026-10-04T02:15:00, Australia/Lord_Howe, 2026-10-03T15:45:00.000Z",
  })
  void aWallTimeAtAClockChangeIsReadAsTheRfcSays(String wall, String zone, String instant) {
    assertEquals(
        instant, text("time/zones.js", "m.instantAt('%s', '%s').toISOString()", wall, zone));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RRULE:FREQ=DAILY                        | DAILY",
        "RRULE:FREQ=DAILY;INTERVAL=3;COUNT=5     | DAILY",
        "RRULE:FREQ=WEEKLY;BYDAY=MO,WE           | WEEKLY",
        "RRULE:FREQ=WEEKLY;UNTIL=20260601T215959Z | WEEKLY",
        "RRULE:FREQ=MONTHLY                      | MONTHLY",
        "RRULE:FREQ=MONTHLY;BYDAY=1MO            | MONTHLY",
        "RRULE:FREQ=YEARLY                       | YEARLY",
        "RRULE:FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1 | CUSTOM",
        "RRULE:FREQ=HOURLY                       | CUSTOM",
        "RRULE:FREQ=DAILY;BYMONTH=1              | CUSTOM",
        "RRULE:FREQ=YEARLY;BYWEEKNO=20           | CUSTOM",
      })
  void aRuleThatIsReadAndWrittenStaysTheSame(String rule, String freq) {
    String program =
        "(repeat => ({freq: repeat.freq, lines: m.writeRepeat(repeat, '2026-03-02', start, 1)}))"
            + "(m.readRepeat(['%s', 'EXDATE:20260406T093000'], '2026-03-02', 'Europe/Berlin'))";
    JsonNode answer =
        run(
            "calendar/repeat-rule.js",
            "(start => "
                + program.formatted(rule)
                + ")({dateTime: '2026-03-02T09:30:00', timeZone: 'Europe/Berlin'})");
    assertEquals(freq, answer.path("freq").asText());
    assertEquals(rule, answer.at("/lines/0").asText());
    assertEquals("EXDATE:20260406T093000", answer.at("/lines/1").asText());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // From Monday the 2nd of March 2026 to Wednesday the 4th, or as said.
        "RRULE:FREQ=WEEKLY;BYDAY=MO,FR      | 2026-03-04 | RRULE:FREQ=WEEKLY;BYDAY=WE,SU",
        "RRULE:FREQ=WEEKLY;BYDAY=MO         | 2026-03-01 | RRULE:FREQ=WEEKLY;BYDAY=SU",
        "RRULE:FREQ=WEEKLY                  | 2026-03-04 | RRULE:FREQ=WEEKLY",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=2    | 2026-03-04 | RRULE:FREQ=MONTHLY;BYMONTHDAY=4",
        "RRULE:FREQ=MONTHLY;BYDAY=1MO       | 2026-03-11 | RRULE:FREQ=MONTHLY;BYDAY=2WE",
        "RRULE:FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1 | 2026-03-04 | null",
        "RRULE:FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1 | 2026-03-02 | "
            + "RRULE:FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1",
      })
  void aSeriesThatMovesToAnotherDayTakesItsRuleAlongWhereThatIsObvious(
      String rule, String to, String expected) {
    String shifted =
        text(
            "calendar/repeat-rule.js",
            "String(m.shiftRepeat(['%s'], '2026-03-02T09:00:00', '%sT10:00:00'))",
            rule,
            to);
    assertEquals(expected, shifted);
  }

  @Test
  void untilIsOfTheSameKindAsTheStart() {
    String program =
        "m.writeRepeat({...m.noRepeat('2026-03-02'), freq: 'DAILY', end: 'until',"
            + " until: '2026-06-01'}, '2026-03-02', %s, 1)[0]";
    assertEquals(
        "RRULE:FREQ=DAILY;UNTIL=20260601T215959Z",
        text(
            "calendar/repeat-rule.js",
            program,
            "{dateTime: '2026-03-02T09:30:00', timeZone: 'Europe/Berlin'}"));
    assertEquals(
        "RRULE:FREQ=DAILY;UNTIL=20260601T235959",
        text(
            "calendar/repeat-rule.js",
            program,
            "{dateTime: '2026-03-02T09:30:00', timeZone: null}"));
    assertEquals(
        "RRULE:FREQ=DAILY;UNTIL=20260601",
        text("calendar/repeat-rule.js", program, "{date: '2026-03-02'}"));
  }

  @Test
  void aPatchHoldsOnlyWhatThePersonChanged() {
    assertEquals(
        "{\"title\":\"New\",\"location\":null}",
        patch("{}", "{title: 'New', location: ''}", "null"));
    assertEquals("{}", patch("{}", "{}", "null"));
    assertEquals("{\"tags\":[\"a\",\"b\"]}", patch("{}", "{tags: 'a, b ,a,'}", "null"));
  }

  @Test
  void movingAllOfASeriesMovesItAsFarAsTheOccurrenceThatWasEdited() {
    String series = "{recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=MO']}";
    String moved = "{startDate: '2026-03-17', endDate: '2026-03-17', endTime: '11:00'}";
    assertEquals(
        "{\"start\":{\"dateTime\":\"2026-03-03T09:30:00\",\"timeZone\":\"Europe/Berlin\"},"
            + "\"end\":{\"dateTime\":\"2026-03-03T11:00:00\",\"timeZone\":\"Europe/Berlin\"},"
            + "\"recurrence\":[\"RRULE:FREQ=WEEKLY;BYDAY=TU\"]}",
        patch(series, moved, "'all'"));
    assertEquals(
        "{\"start\":{\"dateTime\":\"2026-03-17T09:30:00\",\"timeZone\":\"Europe/Berlin\"},"
            + "\"end\":{\"dateTime\":\"2026-03-17T11:00:00\",\"timeZone\":\"Europe/Berlin\"}}",
        patch(series, moved, "'this'"));
  }

  @Test
  void aChangeElsewhereIsMergedWithWhatIsBeingTyped() {
    assertEquals(
        "{\"title\":\"mine\",\"location\":\"theirs\",\"tags\":\"old\"}",
        json(
            "calendar/event-form.js",
            "m.merge({title: 'old', location: 'old', tags: 'old'},"
                + " {title: 'mine', location: 'old', tags: 'old'},"
                + " {title: 'old', location: 'theirs', tags: 'old'})"));
  }

  /* What the page would send for an occurrence on the 16th of March of an event on the 2nd. */
  private static String patch(String eventExtras, String changes, String scope) {
    return json(
        "calendar/event-form.js",
        "(event => { const time = t => ({dateTime: '2026-03-16T' + t, timeZone: 'Europe/Berlin'});"
            + " const times = {start: time('09:30:00'), end: time('10:30:00')};"
            + " const before = m.valuesOf(event, times);"
            + " return m.patchOf(before, {...before, ..."
            + changes
            + "}, event, "
            + scope
            + ", 1); })({id: 'e', calendarId: 'c', title: 'Old', location: 'Here',"
            + " start: {dateTime: '2026-03-02T09:30:00', timeZone: 'Europe/Berlin'},"
            + " end: {dateTime: '2026-03-02T10:30:00', timeZone: 'Europe/Berlin'}, ..."
            + eventExtras
            + "})");
  }

  private static String text(String module, String expression, Object... values) {
    return run(module, expression.formatted(values)).asText();
  }

  private static String json(String module, String expression) {
    return run(module, expression).toString();
  }

  private static JsonNode run(String module, String expression) {
    Object answer =
        page.evaluate(
            "async () => { const m = await import('/js/"
                + module
                + "'); return JSON.stringify("
                + expression
                + "); }");
    try {
      return JSON.readTree((String) answer);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(expression, e);
    }
  }
}
