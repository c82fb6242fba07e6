package dev.scheduling.server.realtime;

import dev.scheduling.server.account.Caller;
import dev.scheduling.server.account.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after time: handshakes and hellos that do not come, tokens that expire, sessions that
 * ended, clients that do not read or do not answer a closing. Thread-safe.
 */
final class ConnectionWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ConnectionWatch.class);

  private static final Duration HELLO_WITHIN = Duration.ofSeconds(5);
  private static final Duration STALLED_FOR = Duration.ofSeconds(10);
  private static final Duration CLOSING_FOR = Duration.ofSeconds(5);
  private static final Duration TICK = Duration.ofMillis(50);
  private static final Duration SESSIONS_EVERY = Duration.ofSeconds(10);
  private static final int SESSIONS_TOGETHER = 500;

  private final Collection<Connection> connections;
  private final Sessions sessions;
  private final Consumer<Connection> readsAgain;
  private final InstantSource clock;
  private final ScheduledExecutorService ticker = scheduler("realtime-watch");

  // Asks the database, so it does not hold up the ticker.
  private final ScheduledExecutorService sessionCheck = scheduler("realtime-sessions");

  /**
   * A watch that has not started.
   *
   * @param connections all there are; those that are gone are removed
   * @param readsAgain told of connections that had stalled and have room again
   */
  ConnectionWatch(
      Collection<Connection> connections,
      Sessions sessions,
      Consumer<Connection> readsAgain,
      InstantSource clock) {
    this.connections = connections;
    this.sessions = sessions;
    this.readsAgain = readsAgain;
    this.clock = clock;
  }

  private static ScheduledExecutorService scheduler(String name) {
    return Executors.newSingleThreadScheduledExecutor(
        work -> {
          Thread thread = new Thread(work, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  void start() {
    // Neither lets anything out, which would end its schedule.
    var unused =
        ticker.scheduleWithFixedDelay(
            this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    var unusedToo =
        sessionCheck.scheduleWithFixedDelay(
            this::checkSessions,
            SESSIONS_EVERY.toMillis(),
            SESSIONS_EVERY.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void tick() {
    Instant now = clock.instant();
    for (Connection connection : connections) {
      try {
        tick(connection, now);
      } catch (RuntimeException e) {
        log.warn("A connection could not be looked after", e);
      }
    }
  }

  private void tick(Connection connection, Instant now) {
    if (connection.isClosed()) {
      // One that ended before it was open is told nobody.
      connections.remove(connection);
      return;
    }
    Instant closing = connection.closingSince();
    if (closing != null) {
      if (closing.plus(CLOSING_FOR).isBefore(now)) {
        connection.cut();
      }
      return;
    }
    Caller caller = connection.caller();
    if (caller == null) {
      // Whoever said hello in time is not to blame if we are slow to look at it.
      if (!connection.hasGreeted() && !connection.accepted().plus(HELLO_WITHIN).isAfter(now)) {
        if (connection.isOpen()) {
          connection.close(CloseCodes.NO_HELLO, "no hello in time", now);
        } else {
          // Before the handshake the library cannot say why, and would wait for it for ever.
          connection.cut();
        }
      }
      return;
    }
    if (!connection.isOpen()) {
      // The client or the library began to close it.
      connection.closing(now);
      return;
    }
    if (!caller.expiresAt().isAfter(now)) {
      connection.close(CloseCodes.UNAUTHENTICATED, "the token has expired", now);
      return;
    }
    Instant stalled = connection.stalledSince();
    if (stalled != null && connection.hasRoom()) {
      connection.unstall();
      readsAgain.accept(connection);
    } else if (stalled != null && stalled.plus(STALLED_FOR).isBefore(now)) {
      connection.close(CloseCodes.TOO_SLOW, "the client does not read", now);
    }
  }

  /** Finds the sessions that ended on another node. */
  private void checkSessions() {
    try {
      List<Connection> all =
          connections.stream().filter(connection -> connection.caller() != null).toList();
      for (int from = 0; from < all.size(); from += SESSIONS_TOGETHER) {
        closeEnded(all.subList(from, Math.min(all.size(), from + SESSIONS_TOGETHER)));
      }
    } catch (RuntimeException e) {
      log.warn("The sessions of connections cannot be checked for now", e);
    }
  }

  /** Closes those of some connections whose session has ended. */
  void closeEnded(Collection<Connection> some) {
    List<Caller> callers = new ArrayList<>();
    for (Connection connection : some) {
      Caller caller = connection.caller();
      if (caller != null) {
        callers.add(caller);
      }
    }
    Set<Caller> ended = sessions.ended(callers);
    for (Connection connection : some) {
      Caller caller = connection.caller();
      if (caller != null && ended.contains(caller)) {
        connection.close(CloseCodes.UNAUTHENTICATED, "signed out", clock.instant());
      }
    }
  }

  @Override
  public void close() {
    ticker.shutdownNow();
    sessionCheck.shutdownNow();
  }
}
