package dev.scheduling.server.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom the server calls, and whom it does not, whatever a name leads to. */
class OutsideHttpTest {

  private static final byte[] BODY = {};

  private final ConcurrentLinkedQueue<String> called = new ConcurrentLinkedQueue<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer inside;

  @BeforeEach
  void start() throws IOException {
    inside = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    inside.setExecutor(Executors.newCachedThreadPool());
    inside.createContext("/", this::answer);
    inside.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    inside.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    called.add(path);
    if (path.equals("/moved")) {
      exchange.getResponseHeaders().add("Location", "/elsewhere");
      exchange.sendResponseHeaders(307, -1);
    } else if (path.equals("/drip")) {
      exchange.sendResponseHeaders(200, 0);
      try {
        while (!over.await(50, TimeUnit.MILLISECONDS)) {
          exchange.getResponseBody().write('.');
          exchange.getResponseBody().flush();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    } else {
      exchange.sendResponseHeaders(200, -1);
    }
    exchange.close();
  }

  private URI at(String host, String path) {
    return URI.create("http://" + host + ":" + inside.getAddress().getPort() + path);
  }

  private static InetAddress[] local(int last) throws UnknownHostException {
    return new InetAddress[] {InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last})};
  }

  @Test
  void hostInAPrivateNetworkIsNotCalled() throws IOException {
    String[] hosts = {"127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f000001"};
    try (OutsideHttp http = new OutsideHttp(Set.of())) {
      for (String host : hosts) {
        URI target = URI.create("https://" + host + ":" + inside.getAddress().getPort() + "/");
        assertThrows(IOException.class, () -> http.post(target, Map.of(), BODY), host);
      }
      assertThrows(
          PrivateTargetException.class,
          () -> http.post(URI.create("https://127.0.0.1/"), Map.of(), BODY));
    }
    assertEquals(List.of(), List.copyOf(called));
  }

  @Test
  void withoutTlsOnlyHostsAreCalledThatTheOperatorAllows() {
    try (OutsideHttp http = new OutsideHttp(Set.of("hook.internal"))) {
      assertFalse(http.isAcceptable(URI.create("http://example.org/hook")));
      assertFalse(http.isAcceptable(URI.create("https://user@example.org/hook")));
      assertFalse(http.isAcceptable(URI.create("file:///etc/passwd")));
      assertFalse(http.isAcceptable(URI.create("gopher://example.org/")));
      assertTrue(http.isAcceptable(URI.create("https://example.org/hook")));
      assertTrue(http.isAcceptable(URI.create("http://HOOK.internal/")));
    }
  }

  @Test
  void nameThatLeadsToOnePublicAndOnePrivateAddressIsNotCalled() throws IOException {
    InetAddress[] both = {InetAddress.getByName("1.1.1.1"), InetAddress.getByName("127.0.0.1")};
    try (OutsideHttp http = new OutsideHttp(Set.of(), host -> both)) {
      assertThrows(
          PrivateTargetException.class,
          () -> http.post(URI.create("https://two-faced.example/"), Map.of(), BODY));
    }
  }

  @Test
  void nameThatLeadsElsewhereAtEachLookupIsCalledWhereItWasChecked() throws IOException {
    AtomicInteger lookups = new AtomicInteger();
    // The checked address is the one that listens; the next would be another.
    try (OutsideHttp http =
        new OutsideHttp(
            Set.of("rebinding.example"), host -> local(lookups.incrementAndGet() == 1 ? 1 : 9))) {
      assertEquals(200, http.post(at("rebinding.example", "/"), Map.of(), BODY).status());
    }
    assertEquals(1, lookups.get(), "it asks once, and goes where that answer says");
  }

  @Test
  void nameThatTurnsPrivateAfterItWasAcceptedIsNotCalled() {
    AtomicInteger lookups = new AtomicInteger();
    try (OutsideHttp http =
        new OutsideHttp(
            Set.of(),
            host -> {
              lookups.incrementAndGet();
              return local(1);
            })) {
      URI target = URI.create("https://rebinding.example:" + inside.getAddress().getPort() + "/");
      assertTrue(http.isAcceptable(target), "it looks like any other");
      assertThrows(PrivateTargetException.class, () -> http.post(target, Map.of(), BODY));
    }
    assertEquals(1, lookups.get());
    assertEquals(List.of(), List.copyOf(called));
  }

  @Test
  void redirectIsAnAnswerAndNotFollowed() throws IOException {
    try (OutsideHttp http = new OutsideHttp(Set.of("127.0.0.1"))) {
      assertEquals(307, http.post(at("127.0.0.1", "/moved"), Map.of(), BODY).status());
    }
    assertEquals(List.of("/moved"), List.copyOf(called));
  }

  @Test
  void whoAnswersAByteAtATimeIsLeft() {
    try (OutsideHttp http =
        new OutsideHttp(Set.of("127.0.0.1"), InetAddress::getAllByName, Duration.ofMillis(300))) {
      assertThrows(IOException.class, () -> http.post(at("127.0.0.1", "/drip"), Map.of(), BODY));
    }
  }
}
