package dev.scheduling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A page that another server serves, and what a browser lets it do with the API. */
@Timeout(240)
final class OtherOriginBrowserIT {

  private static final String BOOK =
      """
      async ([base, token]) => {
        const call = async (method, path, body) => {
          const answer = await fetch(base + path, {
            method,
            headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
            body: body && JSON.stringify(body),
          });
          return { status: answer.status, etag: answer.headers.get('ETag'), json: await answer.json() };
        };
        try {
          const calendars = await call('GET', 'v1/calendars');
          const path = `v1/calendars/${calendars.json.items[0].id}/events`;
          const made = await call('POST', path, { title: 'A', start: { date: '2031-03-03' } });
          return `${made.status} ${made.etag}`;
        } catch (error) {
          return error.name;
        }
      }
      """;

  private static HttpServer elsewhere;
  private static Playwright playwright;
  private static Browser browser;

  @BeforeAll
  static void start() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    elsewhere = HttpServer.create(any, 0);
    elsewhere.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    elsewhere.start();
    playwright = Browsers.playwright();
    browser = Browsers.launch(playwright);
  }

  @AfterAll
  static void stop() {
    playwright.close();
    elsewhere.stop(0);
  }

  private static String origin() {
    return "http://localhost:" + elsewhere.getAddress().getPort();
  }

  private static Object book(Map<String, String> settings) {
    try (ServerHere server = ServerHere.start(settings);
        Page page = browser.newPage()) {
      ApiClient ada = ApiClient.withNewAccount(server.base(), "ada@example.org");
      page.navigate(origin() + "/");
      return page.evaluate(BOOK, List.of(server.base().toString(), ada.accessToken()));
    }
  }

  @Test
  void aPageThatASettingNamesBooksAndReadsTheVersion() {
    assertEquals("201 \"1\"", book(Map.of("CORS_ORIGINS", origin())));
  }

  @Test
  void anyOtherPageIsLetNothing() {
    assertEquals("TypeError", book(Map.of()));
    assertEquals("TypeError", book(Map.of("CORS_ORIGINS", "https://app.example.org")));
  }
}
