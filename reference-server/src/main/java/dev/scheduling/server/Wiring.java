package dev.scheduling.server;

import com.zaxxer.hikari.HikariDataSource;
import dev.scheduling.server.account.Accounts;
import dev.scheduling.server.account.Passwords;
import dev.scheduling.server.account.Sessions;
import dev.scheduling.server.account.Throttle;
import dev.scheduling.server.database.ServerSchema;
import dev.scheduling.server.http.AccountHandler;
import dev.scheduling.server.http.ConfigHandler;
import dev.scheduling.server.http.HttpServer;
import dev.scheduling.server.http.MeHandler;
import dev.scheduling.server.http.Origins;
import dev.scheduling.server.http.PageHandler;
import dev.scheduling.server.http.Routes;
import dev.scheduling.server.http.SessionHandler;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jdbi.v3.core.Jdbi;

/** Puts the parts of a server together, starts them, and stops them in the other direction. */
final class Wiring implements AutoCloseable {

  private static final int MOST_CONNECTIONS = 10;
  private static final int SETUP_TOKEN_BYTES = 16;

  private final Settings settings;
  private final HikariDataSource dataSource;
  private final Passwords passwords;
  private final HttpServer http;

  private Wiring(Settings settings, InstantSource clock, String setupToken) {
    this.settings = settings;
    dataSource = dataSource(settings);
    passwords = new Passwords();
    Jdbi jdbi = Jdbi.create(dataSource);
    Accounts accounts =
        new Accounts(jdbi, passwords, clock, (handle, account) -> {}, setupToken);
    Sessions sessions = new Sessions(jdbi, passwords, new Throttle(clock), clock);
    Origins origins =
        new Origins(settings.publicUrl(), settings.realtimeUrl(), settings.realtimePort());
    http =
        new HttpServer(
            settings.host(),
            settings.port(),
            sessions,
            new Routes(
                new AccountHandler(accounts, settings.signUpOpen()),
                new MeHandler(accounts),
                new SessionHandler(sessions, origins),
                new ConfigHandler(accounts, origins, settings.signUpOpen()),
                new PageHandler(origins)));
  }

  /**
   * Starts a server; when this returns it answers.
   *
   * @throws StartException if it cannot
   */
  static Wiring start(Settings settings, InstantSource clock) {
    String token = settings.setupToken() == null ? randomToken() : settings.setupToken();
    Wiring wiring = new Wiring(settings, clock, token);
    try {
      // The tables and the web server are made side by side; each takes about as long.
      CompletableFuture<Void> tables = CompletableFuture.runAsync(wiring::migrate);
      wiring.http.start();
      tables.join();
    } catch (CompletionException e) {
      wiring.close();
      throw new StartException("The database is of no use: " + rootOf(e).getMessage(), e);
    } catch (RuntimeException e) {
      wiring.close();
      throw new StartException("The server cannot start: " + rootOf(e).getMessage(), e);
    }
    wiring.http.ready();
    return wiring;
  }

  private void migrate() {
    try {
      ServerSchema.migrate(dataSource);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Throwable rootOf(Throwable e) {
    Throwable root = e;
    for (int depth = 0; root.getCause() != null && depth < 20; depth++) {
      root = root.getCause();
    }
    return root;
  }

  private static HikariDataSource dataSource(Settings settings) {
    // Without a configuration of its own the pool opens its first connection when it is asked to.
    HikariDataSource pool = new HikariDataSource();
    Settings.DatabaseAddress address = settings.database();
    if (address == null) {
      // Without WRITE_DELAY=0 a killed process loses what it had committed last.
      pool.setJdbcUrl(
          "jdbc:h2:file:"
              + settings.dataDirectory().resolve("scheduling")
              + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
    } else {
      pool.setJdbcUrl(address.url());
      pool.setUsername(address.user());
      pool.setPassword(address.password());
    }
    pool.setMaximumPoolSize(MOST_CONNECTIONS);
    pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    pool.setPoolName("database");
    return pool;
  }

  private static String randomToken() {
    byte[] bytes = new byte[SETUP_TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Where browsers and other clients reach the server. */
  String address() {
    if (settings.publicUrl() != null) {
      return settings.publicUrl().toString();
    }
    String host = settings.host().equals("127.0.0.1") ? "localhost" : settings.host();
    return "http://" + host + ":" + http.port() + "/";
  }

  @Override
  public void close() {
    http.close();
    passwords.close();
    dataSource.close();
  }
}
