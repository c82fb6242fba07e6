package dev.scheduling.server;

import dev.scheduling.server.account.EmailAddress;
import dev.scheduling.server.channel.FcmCredentials;
import dev.scheduling.server.channel.OutsideChannels;
import dev.scheduling.server.http.Perimeter;
import dev.scheduling.server.http.TrustedProxies;
import dev.scheduling.server.mail.MailServer;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the environment says about this process, read once. Immutable and thread-safe.
 *
 * @param host the address to listen on
 * @param port the port of the HTTP API and the page; 0 takes any that is free
 * @param realtimePort the port of the WebSocket; 0 takes any that is free
 * @param metricsPort the port of the metrics; 0 takes any that is free, null is for none
 * @param dataDirectory where the built-in database keeps its files
 * @param database the address of a database of its own kind; null for the built-in one
 * @param publicUrl how browsers reach the server, ending in a slash; null for directly
 * @param realtimeUrl how browsers reach the WebSocket; null for directly
 * @param setupToken what lets somebody make the administrator's account; null for a random one
 * @param kafkaBootstrapServers the addresses of Kafka brokers; null for messages in the process
 * @param slackWebhook where to tell of messages that were given up; null for the log alone
 * @param signUpOpen whether anyone may make an account
 * @param redisUrl where refresh tokens are kept; null for the database
 * @param mail where mail is handed in; null where none is sent
 * @param outside what push and webhooks may do
 * @param perimeter what is asked of those who come from outside
 */
public record Settings(
    String host,
    int port,
    int realtimePort,
    @Nullable Integer metricsPort,
    Path dataDirectory,
    @Nullable DatabaseAddress database,
    @Nullable URI publicUrl,
    @Nullable URI realtimeUrl,
    @Nullable String setupToken,
    @Nullable String kafkaBootstrapServers,
    @Nullable URI slackWebhook,
    boolean signUpOpen,
    @Nullable String redisUrl,
    @Nullable MailServer mail,
    OutsideChannels.Options outside,
    Perimeter perimeter) {

  private static final int SHORTEST_SETUP_TOKEN = 4;
  private static final int LONGEST_SETUP_TOKEN = 200;
  private static final Pattern REDIS = Pattern.compile("rediss?://.+");
  private static final Pattern ORIGIN = Pattern.compile("https?://[a-z0-9.\\[\\]:-]+");
  private static final Pattern DATABASE = Pattern.compile("jdbc:(postgresql|mariadb|h2):.+");

  private static final URI FCM = URI.create("https://fcm.googleapis.com/");
  private static final Pattern HOSTS = Pattern.compile("([A-Za-z0-9.-]+(,[A-Za-z0-9.-]+)*)?");

  private static final Pattern BROKERS =
      Pattern.compile("[A-Za-z0-9.\\-\\[\\]:]+:\\d{1,5}(,[A-Za-z0-9.\\-\\[\\]:]+:\\d{1,5})*");

  /**
   * Where a database is and who we are there.
   *
   * @param url a JDBC address of PostgreSQL, MariaDB (which also reaches MySQL) or H2
   * @param user null where the address says it, or nobody need
   * @param password null where the address says it, or none is needed
   */
  public record DatabaseAddress(String url, @Nullable String user, @Nullable String password) {

    /** Without the password, which may also stand in the address. */
    @Override
    public String toString() {
      return "DatabaseAddress[" + url.replaceAll("[?;].*", "") + "]";
    }
  }

  /**
   * Reads the settings from an environment.
   *
   * @throws WrongSettingsException that names every setting which is wrong
   */
  public static Settings from(Map<String, String> environment) {
    return new Reader(environment).read();
  }

  /** Without the setup token. */
  @Override
  public String toString() {
    return "Settings[" + host + ":" + port + ", realtime " + realtimePort + "]";
  }

  /** Collects what is wrong, so that one start tells all of it. */
  private static final class Reader {

    private final Map<String, String> environment;
    private final List<String> complaints = new ArrayList<>();

    Reader(Map<String, String> environment) {
      this.environment = environment;
    }

    Settings read() {
      Settings settings =
          new Settings(
              text("HOST", "127.0.0.1"),
              port("PORT", 8080),
              port("REALTIME_PORT", 8081),
              value("METRICS_PORT") == null ? null : port("METRICS_PORT", 0),
              directory("DATA_DIR", "./data"),
              database(),
              url("PUBLIC_URL", "http", "https"),
              url("REALTIME_URL", "ws", "wss"),
              setupToken(),
              kafka(),
              slackWebhook(),
              signUpOpen(),
              redis(),
              mail(),
              outside(),
              new Perimeter(
                  trustedProxies(),
                  corsOrigins(),
                  requests("RATE_LIMIT_ADDRESS", 6_000),
                  requests("RATE_LIMIT_ACCOUNT", 3_000)));
      if (settings.port() != 0 && settings.port() == settings.realtimePort()) {
        complaints.add("REALTIME_PORT must differ from PORT, but both are " + settings.port());
      }
      Integer metrics = settings.metricsPort();
      if (metrics != null
          && metrics != 0
          && (metrics == settings.port() || metrics == settings.realtimePort())) {
        complaints.add(
            "METRICS_PORT must differ from PORT and REALTIME_PORT, but is " + metrics + " as well");
      }
      if (!complaints.isEmpty()) {
        throw new WrongSettingsException(complaints);
      }
      return settings;
    }

    private @Nullable String value(String name) {
      String value = environment.get(name);
      return value == null || value.isBlank() ? null : value.strip();
    }

    private String text(String name, String otherwise) {
      String value = value(name);
      return value == null ? otherwise : value;
    }

    private int port(String name, int otherwise) {
      String value = value(name);
      if (value == null) {
        return otherwise;
      }
      if (value.matches("\\d{1,5}") && Integer.parseInt(value) <= 65_535) {
        return Integer.parseInt(value);
      }
      complaints.add(name + " must be a port from 0 to 65535, but is '" + value + "'");
      return otherwise;
    }

    private Path directory(String name, String otherwise) {
      String value = text(name, otherwise);
      try {
        return Path.of(value).toAbsolutePath().normalize();
      } catch (InvalidPathException e) {
        complaints.add(name + " must be the path of a folder, but is '" + value + "'");
        return Path.of(".");
      }
    }

    private @Nullable DatabaseAddress database() {
      String url = value("DATABASE_URL");
      String user = value("DATABASE_USER");
      String password = value("DATABASE_PASSWORD");
      if (url == null) {
        if (user != null || password != null) {
          complaints.add("DATABASE_USER and DATABASE_PASSWORD are of no use without DATABASE_URL");
        }
        return null;
      }
      if (!DATABASE.matcher(url).matches()) {
        // The value itself may hold a password, so it is not repeated.
        complaints.add(
            "DATABASE_URL must begin with jdbc:postgresql:, jdbc:mariadb: (also for MySQL) or"
                + " jdbc:h2:");
        return null;
      }
      return new DatabaseAddress(url, user, password);
    }

    private @Nullable URI url(String name, String scheme, String secureScheme) {
      String value = value(name);
      if (value == null) {
        return null;
      }
      try {
        URI uri = new URI(value.endsWith("/") ? value : value + "/");
        boolean known = scheme.equals(uri.getScheme()) || secureScheme.equals(uri.getScheme());
        if (known && uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null) {
          return uri;
        }
      } catch (URISyntaxException e) {
        // Told below, like every other address that is of no use.
      }
      complaints.add(
          name
              + " must be a "
              + scheme
              + " or "
              + secureScheme
              + " address, but is '"
              + value
              + "'");
      return null;
    }

    private @Nullable String setupToken() {
      String value = value("SETUP_TOKEN");
      if (value != null
          && (value.length() < SHORTEST_SETUP_TOKEN || value.length() > LONGEST_SETUP_TOKEN)) {
        complaints.add(
            "SETUP_TOKEN must have "
                + SHORTEST_SETUP_TOKEN
                + " to "
                + LONGEST_SETUP_TOKEN
                + " characters, but has "
                + value.length());
      }
      return value;
    }

    private TrustedProxies trustedProxies() {
      String value = value("TRUSTED_PROXIES");
      try {
        return value == null ? TrustedProxies.NONE : TrustedProxies.parse(value);
      } catch (IllegalArgumentException e) {
        complaints.add(
            "TRUSTED_PROXIES must be addresses or ranges such as 127.0.0.1, 10.0.0.0/8, but has "
                + e.getMessage());
        return TrustedProxies.NONE;
      }
    }

    private Set<String> corsOrigins() {
      Set<String> origins = new HashSet<>();
      for (String origin : text("CORS_ORIGINS", "").split(",")) {
        String stripped = origin.strip();
        if (ORIGIN.matcher(stripped).matches()) {
          origins.add(stripped);
        } else if (!stripped.isEmpty()) {
          complaints.add(
              "CORS_ORIGINS must be origins such as https://app.example.org, but has '"
                  + stripped
                  + "'");
        }
      }
      return origins;
    }

    private int requests(String name, int otherwise) {
      String value = value(name);
      if (value == null) {
        return otherwise;
      }
      if (value.matches("\\d{1,7}")) {
        return Integer.parseInt(value);
      }
      complaints.add(
          name + " must be a number of requests a minute, 0 for any, but is '" + value + "'");
      return otherwise;
    }

    private @Nullable String redis() {
      String url = value("REDIS_URL");
      if (url != null && !REDIS.matcher(url).matches()) {
        // The value itself may hold a password, so it is not repeated; neither is SMTP_URL's.
        complaints.add("REDIS_URL must begin with redis:// or rediss://");
        return null;
      }
      return url;
    }

    private @Nullable MailServer mail() {
      String url = value("SMTP_URL");
      String from = value("MAIL_FROM");
      if (url == null) {
        if (from != null) {
          complaints.add("MAIL_FROM is of no use without SMTP_URL");
        }
        return null;
      }
      if (from == null || EmailAddress.parse(from).isEmpty()) {
        complaints.add(
            "MAIL_FROM must be the address that mail comes from, such as calendar@example.org");
      }
      try {
        return MailServer.parse(url, from == null ? "" : from);
      } catch (IllegalArgumentException e) {
        complaints.add("SMTP_URL " + e.getMessage());
        return null;
      }
    }

    private OutsideChannels.Options outside() {
      String hosts = text("PRIVATE_WEBHOOK_HOSTS", "");
      if (!HOSTS.matcher(hosts).matches()) {
        complaints.add(
            "PRIVATE_WEBHOOK_HOSTS must be a host, or several with commas between, but is '"
                + hosts
                + "'");
      }
      URI service = url("FCM_URL", "http", "https");
      return new OutsideChannels.Options(
          hosts.isEmpty()
              ? Set.of()
              : new HashSet<>(List.of(hosts.toLowerCase(Locale.ROOT).split(","))),
          fcm(service != null),
          service == null ? FCM : service);
    }

    private @Nullable FcmCredentials fcm(boolean hasService) {
      String file = value("FCM_SERVICE_ACCOUNT");
      if (file == null) {
        if (hasService) {
          complaints.add("FCM_URL is of no use without FCM_SERVICE_ACCOUNT");
        }
        return null;
      }
      try {
        return FcmCredentials.read(Path.of(file));
      } catch (IllegalArgumentException e) {
        complaints.add(
            "FCM_SERVICE_ACCOUNT must be the file of a service account, but " + e.getMessage());
        return null;
      }
    }

    private @Nullable String kafka() {
      String value = value("KAFKA_BOOTSTRAP_SERVERS");
      if (value != null && !BROKERS.matcher(value).matches()) {
        complaints.add(
            "KAFKA_BOOTSTRAP_SERVERS must be host:port, or several with commas between, but is '"
                + value
                + "'");
      }
      return value;
    }

    private @Nullable URI slackWebhook() {
      String value = value("SLACK_WEBHOOK_URL");
      if (value == null) {
        return null;
      }
      try {
        URI uri = new URI(value);
        if (uri.getHost() != null
            && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
          return uri;
        }
      } catch (URISyntaxException e) {
        // Told below.
      }
      // Whoever knows the address may write to the channel, so it is not repeated.
      complaints.add("SLACK_WEBHOOK_URL must be an https address");
      return null;
    }

    private boolean signUpOpen() {
      String value = text("SIGN_UP", "closed").toLowerCase(Locale.ROOT);
      if (!value.equals("open") && !value.equals("closed")) {
        complaints.add("SIGN_UP must be open or closed, but is '" + value + "'");
      }
      return value.equals("open");
    }
  }
}
