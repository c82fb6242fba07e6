package dev.scheduling.server.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.OwnerId;
import dev.scheduling.notification.Notification;
import dev.scheduling.notification.NotificationFeed;
import dev.scheduling.server.account.Caller;
import dev.scheduling.server.account.Sessions;
import dev.scheduling.server.json.Json;
import dev.scheduling.server.json.UnreadableJsonException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells connected clients of their notifications. Thread-safe. */
public final class Gateway implements AutoCloseable {

  /*
   * Nothing is pushed through here. A connection remembers the last sequence it was told, and
   * whoever calls it makes it read on from there in the store, until there is nothing more. A call is
   * a hint and may be lost or come twice: the order is the store's, there is no gap between what was
   * missed and what is new, and no duplicate. So the replay after a reconnect and the live stream are
   * the same loop, and a client that reads slowly costs a pause of that loop and no memory.
   */

  private static final Logger log = LoggerFactory.getLogger(Gateway.class);

  private static final Duration HELLO_WITHIN = Duration.ofSeconds(5);
  private static final Duration STALLED_FOR = Duration.ofSeconds(10);
  private static final Duration CLOSING_FOR = Duration.ofSeconds(5);
  private static final Duration TICK = Duration.ofMillis(250);
  private static final int TICKS_PER_LOOK = 8;
  private static final int TICKS_PER_CHECK = 40;
  private static final int THREADS = 4;
  private static final int MOST_CONNECTIONS = 5_000;
  private static final int MOST_PER_ACCOUNT = 20;
  private static final int BATCH = 100;

  private final Sessions sessions;
  private final Feeds feeds;
  private final InstantSource clock;
  private final FrameServer server;
  private final ThreadPoolExecutor workers;
  private final ScheduledExecutorService ticker;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private int ticks;

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
    workers =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(2 * MOST_CONNECTIONS),
            work -> daemon(work, "realtime"));
    workers.allowCoreThreadTimeOut(true);
    ticker = Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "realtime-ticker"));
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
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
    // The ticker runs until it is shut down, and tick() throws nothing.
    var unused =
        ticker.scheduleWithFixedDelay(
            this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The port that is listened on. */
  public int port() {
    return server.getPort();
  }

  /** Hints that an account has a new notification. Cheap, never waits. */
  public void nudge(OwnerId account) {
    for (Connection connection : connections) {
      Caller caller = connection.caller();
      if (caller != null && caller.account().equals(account)) {
        call(connection);
      }
    }
  }

  /**
   * Closes those connections of an account whose session has ended meanwhile. Cheap, never waits:
   * the store is asked on another thread.
   */
  public void signedOut(OwnerId account) {
    for (Connection connection : connections) {
      if (isOf(connection, account)) {
        work(connection, () -> closeIfSignedOut(connection));
      }
    }
  }

  private void closeIfSignedOut(Connection connection) {
    Caller caller = connection.caller();
    if (caller != null && !sessions.isOpen(caller)) {
      connection.close(CloseCodes.UNAUTHENTICATED, "signed out", clock.instant());
    }
  }

  void opened(Connection connection) {
    connections.add(connection);
    if (connections.size() > MOST_CONNECTIONS) {
      connection.close(CloseCodes.TOO_MANY, "too many connections", clock.instant());
    }
  }

  void closed(Connection connection) {
    connections.remove(connection);
  }

  void received(Connection connection, String text) {
    if (!connection.countFrame(clock.instant())) {
      connection.close(CloseCodes.TOO_MANY, "too many frames", clock.instant());
      return;
    }
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
              connection.close(1011, "try again", clock.instant());
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
    long open = connections.stream().filter(other -> isOf(other, caller.account())).count();
    if (open >= MOST_PER_ACCOUNT) {
      connection.close(CloseCodes.TOO_MANY, "too many connections", clock.instant());
      return;
    }
    welcome(connection, caller, frame.path("epoch").asText(""), after);
  }

  private void welcome(
      Connection connection, Caller caller, String knownEpoch, @Nullable Long after) {
    NotificationFeed feed = feeds.position(caller.account());
    connection.send(frame("welcome").put("epoch", feed.epoch()).put("latest", feed.latest()));
    long from = after == null ? feed.latest() : after;
    if (!feed.reaches(knownEpoch.isEmpty() ? feed.epoch() : knownEpoch, from)) {
      connection.send(frame("reset").put("epoch", feed.epoch()).put("latest", feed.latest()));
      from = feed.latest();
    }
    connection.startAt(from);
    // From here on calls count, so a notification that is committed now is not missed.
    connection.caller(caller);
    call(connection);
    // A session that ended before this one was known as its connection was not told.
    closeIfSignedOut(connection);
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
      closeIfSignedOut(connection);
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

  private static boolean isOf(Connection connection, OwnerId account) {
    Caller caller = connection.caller();
    return caller != null && caller.account().equals(account);
  }

  private void call(Connection connection) {
    if (connection.call()) {
      work(connection, () -> tell(connection));
    }
  }

  private void tell(Connection connection) {
    int calls;
    do {
      calls = connection.calls();
      Caller caller = connection.caller();
      if (caller != null) {
        tell(connection, caller.account());
      }
    } while (!connection.answered(calls));
  }

  private void tell(Connection connection, OwnerId account) {
    while (connection.isOpen()) {
      if (!connection.hasRoom()) {
        if (connection.stalledSince() == null) {
          connection.stalledSince(clock.instant());
        }
        return;
      }
      List<Notification> missed = feeds.after(account, connection.told(), BATCH);
      for (Notification notification : missed) {
        connection.send(frame("notification").setAll(Feeds.write(notification)));
        connection.told(notification.sequence());
      }
      if (missed.size() < BATCH) {
        if (connection.goLive()) {
          connection.send(frame("live"));
        }
        return;
      }
    }
  }

  private static ObjectNode frame(String type) {
    return Json.object().put("type", type);
  }

  /** Looks after time: hellos that do not come, tokens that expire, clients that do not read. */
  private void tick() {
    Instant now = clock.instant();
    boolean look = ticks++ % TICKS_PER_LOOK == 0;
    if (ticks % TICKS_PER_CHECK == 0) {
      checkSessions();
    }
    for (Connection connection : connections) {
      try {
        tick(connection, now, look);
      } catch (RuntimeException e) {
        log.warn("A connection could not be looked after", e);
      }
    }
  }

  /** Finds the sessions that ended on another node. */
  private void checkSessions() {
    for (Connection connection : connections) {
      if (connection.caller() != null && connection.isOpen()) {
        work(connection, () -> closeIfSignedOut(connection));
      }
    }
  }

  private void tick(Connection connection, Instant now, boolean look) {
    Instant closing = connection.closingSince();
    if (closing != null) {
      if (closing.plus(CLOSING_FOR).isBefore(now)) {
        connection.cut();
      }
      return;
    }
    Caller caller = connection.caller();
    if (caller == null) {
      if (!connection.opened().plus(HELLO_WITHIN).isAfter(now)) {
        connection.close(CloseCodes.NO_HELLO, "no hello in time", now);
      }
      return;
    }
    if (!caller.expiresAt().isAfter(now)) {
      connection.close(CloseCodes.UNAUTHENTICATED, "the token has expired", now);
      return;
    }
    Instant stalled = connection.stalledSince();
    if (stalled != null && connection.hasRoom()) {
      connection.stalledSince(null);
      call(connection);
    } else if (stalled != null && stalled.plus(STALLED_FOR).isBefore(now)) {
      connection.close(CloseCodes.TOO_SLOW, "the client does not read", now);
    } else if (look) {
      // A hint may have been lost, or the notification made by another node.
      call(connection);
    }
  }

  /** Closes all connections and stops to listen. */
  @Override
  public void close() {
    ticker.shutdownNow();
    server.end();
    workers.shutdownNow();
  }
}
