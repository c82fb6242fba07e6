package dev.scheduling.server;

import com.zaxxer.hikari.HikariDataSource;
import dev.scheduling.OwnerId;
import dev.scheduling.Wakeups;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.engine.Retention;
import dev.scheduling.engine.SchedulingEngine;
import dev.scheduling.engine.Stores;
import dev.scheduling.jdbc.Dialect;
import dev.scheduling.jdbc.JdbcNodeLeases;
import dev.scheduling.jdbc.JdbcSchema;
import dev.scheduling.jdbc.JdbcStores;
import dev.scheduling.jdbc.JdbcTransactions;
import dev.scheduling.notification.Notification;
import dev.scheduling.outbox.Outbox;
import dev.scheduling.redis.RedisConnection;
import dev.scheduling.redis.RedisNodeLeases;
import dev.scheduling.redis.RedisWakeups;
import dev.scheduling.reminder.ReminderScheduler;
import dev.scheduling.server.account.Account;
import dev.scheduling.server.account.AccountMails;
import dev.scheduling.server.account.AccountMessages;
import dev.scheduling.server.account.AccountNotices;
import dev.scheduling.server.account.Accounts;
import dev.scheduling.server.account.AppPasswords;
import dev.scheduling.server.account.CalendarAccess;
import dev.scheduling.server.account.EmailAddress;
import dev.scheduling.server.account.EmailTakenException;
import dev.scheduling.server.account.JdbcRefreshFamilies;
import dev.scheduling.server.account.OwnedCalendars;
import dev.scheduling.server.account.PasswordChanges;
import dev.scheduling.server.account.Passwords;
import dev.scheduling.server.account.RedisRefreshFamilies;
import dev.scheduling.server.account.Sessions;
import dev.scheduling.server.account.SignUps;
import dev.scheduling.server.account.SigningKeys;
import dev.scheduling.server.account.Throttle;
import dev.scheduling.server.audit.Audit;
import dev.scheduling.server.database.ServerSchema;
import dev.scheduling.server.http.AccountExportHandler;
import dev.scheduling.server.http.AccountHandler;
import dev.scheduling.server.http.ApiDocumentHandler;
import dev.scheduling.server.http.AppPasswordHandler;
import dev.scheduling.server.http.AuditHandler;
import dev.scheduling.server.http.Authorization;
import dev.scheduling.server.http.CalendarHandler;
import dev.scheduling.server.http.ChannelHandler;
import dev.scheduling.server.http.ConfigHandler;
import dev.scheduling.server.http.ConnectionHandler;
import dev.scheduling.server.http.EventChangeHandler;
import dev.scheduling.server.http.EventHandler;
import dev.scheduling.server.http.FirstConflictHandler;
import dev.scheduling.server.http.FreeTimeHandler;
import dev.scheduling.server.http.Gate;
import dev.scheduling.server.http.HoldHandler;
import dev.scheduling.server.http.HttpServer;
import dev.scheduling.server.http.MeHandler;
import dev.scheduling.server.http.NotificationHandler;
import dev.scheduling.server.http.OccurrenceHandler;
import dev.scheduling.server.http.Origins;
import dev.scheduling.server.http.OutboxHandler;
import dev.scheduling.server.http.PageHandler;
import dev.scheduling.server.http.PasswordHandler;
import dev.scheduling.server.http.PreviewHandler;
import dev.scheduling.server.http.ReminderHandler;
import dev.scheduling.server.http.RepeatedRequests;
import dev.scheduling.server.http.Routes;
import dev.scheduling.server.http.SessionHandler;
import dev.scheduling.server.http.ShareHandler;
import dev.scheduling.server.http.TransferHandler;
import dev.scheduling.server.messaging.Messaging;
import dev.scheduling.server.realtime.AllowedOrigins;
import dev.scheduling.server.realtime.Feeds;
import dev.scheduling.server.realtime.Gateway;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Puts the parts of a server together, starts them, and stops them in the other direction. */
final class Wiring implements AutoCloseable {

  private static final int MOST_CONNECTIONS = 10;
  private static final int SETUP_TOKEN_BYTES = 16;
  private static final String FIRST_CALENDAR = "Calendar";
  private static final String NOTIFIED = "notified";

  private final Settings settings;
  private final String setupToken;
  private final HikariDataSource dataSource;
  private final @Nullable RedisConnection redis;
  private final Wakeups wakeups;
  private final Metrics metrics;
  private final Accounts accounts;
  private final Passwords passwords;
  private final PasswordChanges changes;
  private final Feeds feeds;
  private final Deliveries deliveries;
  private final Messaging messaging;
  private final ReminderScheduler reminders;
  private final Gateway gateway;
  private final Housekeeping housekeeping;
  private final HttpServer http;
  private volatile boolean listening;

  private Wiring(Settings settings, InstantSource clock, String setupToken) {
    this.settings = settings;
    this.setupToken = setupToken;
    dataSource = dataSource(settings);
    redis = settings.redisUrl() == null ? null : RedisConnection.to(settings.redisUrl());
    wakeups = redis == null ? Wakeups.none() : RedisWakeups.start(redis);
    metrics = new Metrics(settings.host(), settings.metricsPort());
    MeterRegistry meters = metrics.registry();
    passwords = new Passwords();
    Stores stores = JdbcStores.on(dataSource);
    Jdbi jdbi = Jdbi.create(dataSource);
    CalendarAccess access = new CalendarAccess(jdbi);
    Audit audit = new Audit(jdbi, clock);
    feeds = new Feeds(stores.transactions(), stores.notifications());
    deliveries =
        new Deliveries(settings, stores, jdbi, this::account, this::tell, this::address, clock);
    messaging =
        new Messaging(
            stores,
            deliveries.consumers(access, meters),
            deliveries.thirdParties(),
            clock,
            settings.kafkaBootstrapServers(),
            settings.slackWebhook(),
            meters);
    reminders =
        ReminderScheduler.builder(
                stores.transactions(), stores.calendars(), stores.reminders(), stores.outbox())
            .grace(Deliveries.REMINDER_GRACE)
            // What is due is in the outbox already; the relay only has to look now.
            .listener(due -> messaging.relay().nudge())
            .clock(clock)
            .build();
    Outbox outbox = Outbox.of(stores.outbox(), messaging.relay(), wakeups);
    SchedulingEngine engine =
        SchedulingEngine.builder().stores(stores).outbox(outbox).clock(clock).build();
    accounts =
        new Accounts(
            jdbi,
            passwords,
            clock,
            (handle, account) -> firstCalendar(engine, handle, account),
            this::signedOut,
            audit,
            setupToken);
    AccountMessages messages = new AccountMessages(outbox, messaging.relay()::nudge, clock);
    Throttle guesses = new Throttle(clock);
    Throttle requests = new Throttle(clock);
    SigningKeys keys = new SigningKeys(jdbi, clock);
    Sessions sessions =
        new Sessions(
            jdbi,
            passwords,
            keys,
            redis == null ? new JdbcRefreshFamilies(jdbi) : new RedisRefreshFamilies(redis),
            guesses,
            messages,
            new AccountNotices(outbox, clock),
            audit,
            this::signedOut,
            clock);
    changes =
        new PasswordChanges(
            jdbi, passwords, sessions, guesses, requests, messages, audit, this::signedOut, clock);
    SignUps signUps = new SignUps(jdbi, passwords, accounts, requests, messages, audit, clock);
    AppPasswords appPasswords = new AppPasswords(jdbi, audit, clock);
    gateway =
        new Gateway(
            new InetSocketAddress(settings.host(), settings.realtimePort()),
            new AllowedOrigins(
                settings.publicUrl(), settings.perimeter().corsOrigins(), this::port),
            sessions,
            feeds,
            clock);
    wakeups.listen(NOTIFIED, account -> gateway.nudge(OwnerId.of(account)));
    Retention retention = Retention.of(stores, clock);
    housekeeping =
        new Housekeeping(
            redis == null ? JdbcNodeLeases.on(dataSource) : new RedisNodeLeases(redis),
            retention::run,
            audit::prune,
            keys::rotate,
            sessions::prune,
            changes::prune,
            signUps::prune);
    Gate gate = new Gate(access, accounts);
    OwnedCalendars owned = new OwnedCalendars(stores.transactions(), engine, outbox, audit, clock);
    Origins origins = new Origins(settings.publicUrl(), settings.realtimeUrl(), gateway::port);
    boolean mail = settings.mail() != null;
    Routes routes =
        new Routes(
            new AccountHandler(accounts, signUps, settings.signUpOpen(), mail),
            new MeHandler(accounts),
            new PasswordHandler(changes, mail),
            new AppPasswordHandler(appPasswords),
            new AccountExportHandler(engine, accounts, sessions, appPasswords, feeds, audit),
            new SessionHandler(sessions, origins),
            new CalendarHandler(engine, gate, owned),
            new ShareHandler(owned, gate, accounts),
            new EventHandler(engine, gate, new RepeatedRequests(jdbi, clock)),
            new EventChangeHandler(engine, gate),
            new HoldHandler(engine, gate),
            new OccurrenceHandler(engine, gate),
            new PreviewHandler(engine, gate),
            new FreeTimeHandler(engine, gate),
            new FirstConflictHandler(gate),
            new TransferHandler(engine, gate),
            new NotificationHandler(feeds),
            new ChannelHandler(deliveries.settings(accounts::find, requests)),
            new ConnectionHandler(deliveries.outside().connections()),
            new ReminderHandler(engine),
            new OutboxHandler(stores, messaging.relay()::nudge, audit, meters),
            new AuditHandler(audit),
            new ApiDocumentHandler(),
            new ConfigHandler(
                accounts,
                origins,
                settings.signUpOpen(),
                mail,
                deliveries.outside().keys()::publicKey),
            new PageHandler(origins));
    http =
        new HttpServer(
            settings.host(),
            settings.port(),
            settings.perimeter(),
            origins,
            new Authorization(sessions, appPasswords),
            routes,
            clock);
  }

  private void signedOut(OwnerId account) {
    gateway.signedOut(account);
  }

  /** The port of the HTTP API and the page. */
  int port() {
    return http.port();
  }

  private void tell(Notification notification) {
    gateway.nudge(notification.owner());
    wakeups.wake(NOTIFIED, notification.owner().value());
  }

  private Optional<Account> account(OwnerId id) {
    return accounts.find(id);
  }

  /** Makes an account's first calendar in the transaction that makes the account. */
  private static void firstCalendar(SchedulingEngine engine, Handle handle, Account account) {
    engine
        .joining(JdbcTransactions.joining(handle.getConnection()))
        .calendars()
        .create(Calendar.of(account.id(), FIRST_CALENDAR, account.timeZone()));
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
      wiring.listening = true;
      wiring.gateway.start();
      wiring.metrics.start();
      tables.join();
      wiring.messaging.start();
      wiring.reminders.start();
      wiring.housekeeping.start();
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

  /**
   * The parts of a server that does not listen, for what is done from the command line.
   *
   * @throws StartException if the database cannot be reached
   */
  static Wiring offline(Settings settings, InstantSource clock) {
    Wiring wiring = new Wiring(settings, clock, randomToken());
    try {
      wiring.migrate();
    } catch (RuntimeException e) {
      wiring.close();
      throw new StartException(
          "The database is of no use (is the server running on it?): " + rootOf(e).getMessage(), e);
    }
    return wiring;
  }

  /** Makes an account whose password is to be chosen under a link; empty if there is one. */
  Optional<String> createAccount(EmailAddress email) {
    try {
      accounts.signUp(
          Accounts.newAccount(email, "", ZoneId.of("UTC"), "en", false), randomToken(), "");
    } catch (EmailTakenException e) {
      return Optional.empty();
    }
    return passwordLink(email);
  }

  /** Where the owner of an account chooses a new password; empty if there is no such account. */
  Optional<String> passwordLink(EmailAddress email) {
    return changes.link(email).map(token -> address() + AccountMails.fragment("reset", token));
  }

  private void migrate() {
    try {
      try (Connection connection = dataSource.getConnection()) {
        JdbcSchema.of(Dialect.of(connection)).migrate(dataSource);
      }
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
      if (address.url().startsWith("jdbc:postgresql:")) {
        // What it says of a row that fails would else hold the row, and that may reach a log.
        pool.addDataSourceProperty("logServerErrorDetail", "false");
      }
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

  /** What the HTTP server answers: methods and paths. */
  Set<String> endpoints() {
    return http.endpoints();
  }

  /** Where browsers and other clients reach the server. */
  String address() {
    if (settings.publicUrl() != null) {
      return settings.publicUrl().toString();
    }
    String host = settings.host().equals("127.0.0.1") ? "localhost" : settings.host();
    // A server that does not listen will, on the port of the settings.
    int port = listening ? http.port() : settings.port();
    return "http://" + host + ":" + port + "/";
  }

  /**
   * Where somebody makes the administrator's account; empty if there is one, or if the token was
   * chosen by who started the server and so is known to them.
   */
  Optional<String> setupLink() {
    return settings.setupToken() != null || accounts.isSetUp()
        ? Optional.empty()
        : Optional.of(address() + "?setup=" + setupToken);
  }

  @Override
  public void close() {
    http.close();
    gateway.close();
    metrics.close();
    reminders.close();
    messaging.close();
    deliveries.close();
    housekeeping.close();
    passwords.close();
    wakeups.close();
    if (redis != null) {
      redis.close();
    }
    dataSource.close();
  }
}
