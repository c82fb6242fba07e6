package dev.scheduling.server.http;

import dev.scheduling.server.account.Caller;
import dev.scheduling.server.account.Scope;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.security.RouteRole;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.MDC;

/** The HTTP side of the server: limits, who the caller is, and problems instead of stack traces. */
public final class HttpServer implements AutoCloseable {

  private static final int MOST_THREADS = 200;
  private static final int MOST_WAITING_CONNECTIONS = 1_024;
  private static final int FEWEST_THREADS = 8;
  private static final int IDLE_THREAD_MILLIS = 60_000;
  // A token of 64 KiB is refused as a token, so that its sender learns what is wrong with it.
  private static final int MOST_HEADER_BYTES = 72 << 10;
  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);
  private static final int REQUEST_ID_BYTES = 6;

  private final FrontDoor door;
  private final Javalin javalin;
  private final SecureRandom random = new SecureRandom();
  private volatile boolean ready;

  /**
   * A server that does not listen yet.
   *
   * @param host the address to listen on
   * @param port the port to listen on; 0 for any that is free
   * @param perimeter what is asked of every request
   */
  public HttpServer(
      String host,
      int port,
      Perimeter perimeter,
      Origins origins,
      Authorization authorization,
      Routes routes,
      InstantSource clock) {
    door = new FrontDoor(perimeter, origins.isSecure(), clock);
    javalin =
        Javalin.create(
            config -> {
              limits(config, host, port);
              config.routes.before(this::begin);
              config.routes.beforeMatched(ctx -> authenticate(ctx, authorization));
              config.routes.after(ctx -> MDC.clear());
              Failures.mapAll(config);
              routes.addTo(config.routes, () -> ready);
            });
  }

  private static void limits(JavalinConfig config, String host, int port) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.jetty.threadPool =
        new QueuedThreadPool(MOST_THREADS, FEWEST_THREADS, IDLE_THREAD_MILLIS);
    config.jetty.modifyServer(
        server -> {
          server.setStopTimeout(STOP_WITHIN.toMillis());
          server.setErrorHandler(new BareErrors());
        });
    config.jetty.addConnector(
        (server, http) -> {
          ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
          connector.setHost(host);
          connector.setPort(port);
          // With the default of 50, a rush of clients is reset by the system before it is heard.
          connector.setAcceptQueueSize(MOST_WAITING_CONNECTIONS);
          return connector;
        });
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setSendServerVersion(false);
          http.setRequestHeaderSize(MOST_HEADER_BYTES);
        });
  }

  private void begin(Context ctx) {
    byte[] bytes = new byte[REQUEST_ID_BYTES];
    random.nextBytes(bytes);
    String id = HexFormat.of().formatHex(bytes);
    Requests.id(ctx, id);
    MDC.put("requestId", id);
    ctx.header("X-Request-Id", id);
    door.enter(ctx);
    if (!ready && !ctx.path().startsWith("/health/")) {
      throw Problem.later(503, "starting", "The server is starting", 1);
    }
  }

  private void authenticate(Context ctx, Authorization authorization) {
    if (ctx.routeRoles().contains(Access.ANYONE)) {
      return;
    }
    Caller caller = authorization.caller(ctx.header("Authorization"));
    door.admit(ctx, caller.account());
    if (ctx.routeRoles().contains(Access.ADMINISTRATOR) && !caller.administrator()) {
      throw Problem.forbidden("this is for administrators only");
    }
    Requests.caller(ctx, caller);
    MDC.put("account", caller.account().value());
    for (RouteRole role : ctx.routeRoles()) {
      Scope needed = role instanceof Access access ? access.scope() : Scope.ACCOUNT;
      if (needed != null && !caller.scopes().contains(needed)) {
        throw Problem.forbidden(
            needed == Scope.ACCOUNT
                ? "an app password is not good for this; sign in"
                : "the app password is not good for this: its scopes lack " + needed.word());
      }
    }
  }

  /** Begins to listen; until {@link #ready} is called all but the health paths answer 503. */
  public void start() {
    javalin.start();
  }

  /** From now on requests are answered. */
  public void ready() {
    ready = true;
  }

  /** What is answered: methods and paths, such as {@code GET /v1/calendars/{calendarId}}. */
  public Set<String> endpoints() {
    return javalin.unsafe.internalRouter.allHttpHandlers().stream()
        .map(parsed -> parsed.endpoint)
        .filter(endpoint -> endpoint.method.isHttpMethod())
        .map(endpoint -> endpoint.method + " " + endpoint.path)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The port that is listened on. */
  public int port() {
    return javalin.port();
  }

  /** Stops to listen and waits up to ten seconds for the requests under way. */
  @Override
  public void close() {
    ready = false;
    javalin.stop();
  }
}
