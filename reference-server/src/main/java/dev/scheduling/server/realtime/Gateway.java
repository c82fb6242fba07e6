package dev.scheduling.server.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.OwnerId;
import dev.scheduling.notification.NotificationFeed;
import dev.scheduling.server.account.Caller;
import dev.scheduling.server.account.Sessions;
import dev.scheduling.server.json.Json;
import dev.scheduling.server.json.UnreadableJsonException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells connected clients of their notifications. Thread-safe. */
public final class Gateway implements AutoCloseable {

  /*
   * Nothing is pushed through here. A connection remembers the last sequence it was told and takes
   * what follows on it, from whoever offers it: the reader, which reads for everybody what is new, or
   * its own replay after a (re)connect, which reads on from where the client was until nothing is
   * missing. A call for either is a hint and may be lost or come twice: the order is the store's,
   * there is no gap between what was missed and what is new, and no duplicate. A client that reads
   * slowly is offered nothing until it has room, and costs no memory.
   */

  private static final Logger log = LoggerFactory.getLogger(Gateway.class);

  private static final int THREADS = 4;
  private static final int MOST_CONNECTIONS = 5_000;
  private static final int PAGE = 100;

  private final Sessions sessions;
  private final Feeds feeds;
  private final InstantSource clock;
  private final FrameServer server;
  private final ThreadPoolExecutor workers;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final Listeners listeners = new Listeners();
  private final FeedReader reader;
  private final ConnectionWatch watch;

  /**
   * A gateway that does not listen yet.
   *
   * @param address where to listen; port 0 for any that is free
   */
  public Gateway(
      InetSocketAddress address,
      AllowedOrigins origins,
      Sessions sessions,
      Feeds feeds,
      InstantSource clock) {
    this.sessions = sessions;
    this.feeds = feeds;
    this.clock = clock;
    server = new FrameServer(address, origins, this, clock);
    reader = new FeedReader(feeds, listeners, this::replay, clock);
    watch = new ConnectionWatch(connections, sessions, this::replay, clock);
    workers =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(2 * MOST_CONNECTIONS),
            Gateway::daemon);
    workers.allowCoreThreadTimeOut(true);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "realtime");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Begins to listen.
   *
   * @throws IllegalStateException if the port cannot be had
   */
  public void start() {
    server.listen();
    reader.start();
    watch.start();
  }

  /** The port that is listened on. */
  public int port() {
    return server.getPort();
  }

  /** How many connections there are, those included that have not said who they are. */
  int connections() {
    return connections.size();
  }

  /** Hints that an account has a new notification. Cheap, never waits. */
  public void nudge(OwnerId account) {
    reader.call(account);
  }

  /**
   * Closes those connections of an account whose session has ended meanwhile. Cheap, never waits:
   * the store is asked on another thread.
   */
  public void signedOut(OwnerId account) {
    for (Connection connection : listeners.of(account)) {
      work(connection, () -> watch.closeEnded(Set.of(connection)));
    }
  }

  void accepted(Connection connection) {
    connections.add(connection);
  }

  void opened(Connection connection) {
    if (connections.size() > MOST_CONNECTIONS) {
      connection.close(CloseCodes.TOO_MANY, "too many connections", clock.instant());
    }
  }

  void closed(Connection connection) {
    connections.remove(connection);
    Caller caller = connection.caller();
    if (caller != null) {
      listeners.remove(caller.account(), connection);
    }
  }

  void received(Connection connection, String text) {
    ObjectNode frame;
    try {
      frame = Json.readObject(text.getBytes(StandardCharsets.UTF_8));
    } catch (UnreadableJsonException e) {
      malformed(connection, "a frame must be one JSON object");
      return;
    }
    switch (frame.path("type").asText()) {
      case "hello" -> {
        if (connection.isFirstHello()) {
          work(connection, () -> hello(connection, frame));
        } else {
          malformed(connection, "hello comes once");
        }
      }
      case "refresh" -> work(connection, () -> refresh(connection, frame));
      case "ack" -> acknowledge(connection, frame);
      default -> malformed(connection, "type must be hello, refresh or ack");
    }
  }

  private void malformed(Connection connection, String reason) {
    connection.close(CloseCodes.MALFORMED, reason, clock.instant());
  }

  private void work(Connection connection, Runnable work) {
    try {
      workers.execute(
          () -> {
            try {
              work.run();
            } catch (RuntimeException e) {
              log.warn("A connection is given up; its client will come back", e);
              connection.close(CloseCodes.TRY_AGAIN, "try again", clock.instant());
            }
          });
    } catch (RejectedExecutionException e) {
      connection.close(CloseCodes.TOO_MANY, "too many at once", clock.instant());
    }
  }

  private void hello(Connection connection, ObjectNode frame) {
    Caller caller = authenticated(connection, frame);
    if (caller == null) {
      return;
    }
    @Nullable Long after = null;
    if (frame.hasNonNull("after")) {
      if (!frame.get("after").isIntegralNumber() || !frame.get("after").canConvertToLong()) {
        malformed(connection, "after must be a sequence");
        return;
      }
      after = frame.get("after").longValue();
    }
    connection.caller(caller);
    if (!listeners.add(caller.account(), connection)) {
      connection.close(CloseCodes.TOO_MANY, "too many connections", clock.instant());
      return;
    }
    if (!connection.isOpen()) {
      // Its end came before it was known as a listener.
      listeners.remove(caller.account(), connection);
      return;
    }
    welcome(connection, caller, frame.path("epoch").asText(""), after);
  }

  private void welcome(
      Connection connection, Caller caller, String knownEpoch, @Nullable Long after) {
    NotificationFeed feed = feeds.position(caller.account());
    connection.send(Frame.welcome(feed));
    long from = after == null ? feed.latest() : after;
    if (feed.reaches(knownEpoch.isEmpty() ? feed.epoch() : knownEpoch, from)) {
      connection.startAt(from);
    } else {
      reset(connection, feed);
    }
    replay(connection);
    // A session that ended before this one was known as its connection was not told.
    watch.closeEnded(Set.of(connection));
  }

  private static void reset(Connection connection, NotificationFeed feed) {
    connection.send(Frame.reset(feed));
    connection.startAt(feed.latest());
  }

  private void refresh(Connection connection, ObjectNode frame) {
    Caller before = connection.caller();
    if (before == null) {
      malformed(connection, "hello comes first");
      return;
    }
    Caller caller = authenticated(connection, frame);
    if (caller == null) {
      return;
    }
    if (caller.account().equals(before.account())) {
      connection.caller(caller);
      watch.closeEnded(Set.of(connection));
    } else {
      connection.close(CloseCodes.UNAUTHENTICATED, "another account's token", clock.instant());
    }
  }

  private @Nullable Caller authenticated(Connection connection, ObjectNode frame) {
    Optional<Caller> caller = sessions.authenticate(frame.path("token").asText(""));
    if (caller.isEmpty()) {
      connection.close(CloseCodes.UNAUTHENTICATED, "the token is not good", clock.instant());
    }
    return caller.orElse(null);
  }

  private void acknowledge(Connection connection, ObjectNode frame) {
    // What a client has seen it says itself when it reconnects; an ack only has to make sense.
    if (connection.caller() == null || !frame.path("sequence").isIntegralNumber()) {
      malformed(connection, "ack needs a sequence, after hello");
    }
  }

  /** Lets a connection read on by itself until nothing is missing. */
  private void replay(Connection connection) {
    if (connection.call()) {
      work(connection, () -> readOn(connection));
    }
  }

  private void readOn(Connection connection) {
    int calls;
    do {
      calls = connection.calls();
      Caller caller = connection.caller();
      while (caller != null && connection.isOpen() && readPage(connection, caller.account())) {
        // There is more.
      }
    } while (!connection.answered(calls));
  }

  /** Tells a connection what comes next; false if that was all, or it does not read. */
  private boolean readPage(Connection connection, OwnerId account) {
    long told = connection.told();
    if (told == Connection.NOT_STARTED) {
      return false;
    }
    Feeds.Page page = feeds.page(account, told, PAGE);
    if (page.feed().prunedUpTo() > told) {
      reset(connection, page.feed());
      return true;
    }
    boolean isAll = page.notifications().size() < PAGE;
    if (connection.tell(Frame.of(page.notifications()), clock.instant()) == Connection.Told.FULL) {
      return false;
    }
    if (isAll) {
      connection.goLive();
    }
    return !isAll;
  }

  /** Closes all connections and stops to listen. */
  @Override
  public void close() {
    watch.close();
    reader.close();
    server.end();
    workers.shutdownNow();
  }
}
