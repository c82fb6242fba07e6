package dev.scheduling.server;

import dev.scheduling.server.account.EmailAddress;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A server inside the test's own process, on free ports and with a database in memory, whose clock
 * the test moves.
 */
final class ServerHere implements AutoCloseable {

  static final String SETUP_TOKEN = "setup-token-of-the-tests";

  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  private final String database = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
  private final InstantSource clock = () -> InstantSource.system().instant().plus(ahead.get());
  private final LogWatch log = LogWatch.begin();
  private final Wiring wiring;

  private ServerHere(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("PORT", "0");
    settings.put("REALTIME_PORT", "0");
    settings.put("DATABASE_URL", database);
    settings.put("SETUP_TOKEN", SETUP_TOKEN);
    settings.put("SIGN_UP", "open");
    settings.putAll(more);
    wiring = Wiring.start(Settings.from(settings), clock);
  }

  /** Starts a server with open sign-up and further settings. */
  static ServerHere start(Map<String, String> settings) {
    return new ServerHere(settings);
  }

  /** Where the HTTP API is, ending in a slash. */
  URI base() {
    return URI.create("http://localhost:" + wiring.port() + "/");
  }

  /** What is answered: methods and paths. */
  Set<String> endpoints() {
    return wiring.endpoints();
  }

  /** The token of a link to another password, as the command line prints it. */
  String resetToken(String email) {
    String link = wiring.passwordLink(EmailAddress.parse(email).orElseThrow()).orElseThrow();
    return link.substring(link.lastIndexOf('=') + 1);
  }

  /** Executes a statement in its database. */
  void execute(String sql) {
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The one value that a query finds in its database. */
  String ask(String sql) {
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      if (!row.next()) {
        throw new IllegalStateException("nothing found by " + sql);
      }
      return row.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What its clock shows. */
  Instant now() {
    return clock.instant();
  }

  /** Moves its clock on. */
  void pass(Duration time) {
    ahead.updateAndGet(before -> before.plus(time));
  }

  /**
   * Ends it, and looks through all that was logged meanwhile.
   *
   * @throws AssertionError if there is a secret in it
   */
  @Override
  public void close() {
    wiring.close();
    log.end();
  }
}
