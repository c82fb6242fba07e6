package dev.scheduling.faults;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * What all processes of a run know.
 *
 * @param folder where ledgers and logs are
 * @param url of the database, through the proxy
 * @param bootstrapServers of the broker, through the proxy; empty for consumers in the relay
 * @param bug what is planted, {@link Bug#NONE} for nothing
 * @param seed of everything that is random
 * @param ratePerSecond how many messages the writers write, about
 */
record RunSettings(
    Path folder,
    String url,
    String user,
    String bootstrapServers,
    Bug bug,
    long seed,
    int ratePerSecond) {

  private static final int CONNECTIONS = 8;
  private static final int WAIT_FOR_A_CONNECTION_MILLIS = 3_000;

  boolean overKafka() {
    return !bootstrapServers.isEmpty();
  }

  Path write() throws IOException {
    Properties properties = new Properties();
    properties.setProperty("url", url);
    properties.setProperty("user", user);
    properties.setProperty("bootstrapServers", bootstrapServers);
    properties.setProperty("bug", bug.name());
    properties.setProperty("seed", Long.toString(seed));
    properties.setProperty("ratePerSecond", Integer.toString(ratePerSecond));
    Path file = folder.resolve("run.properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }
    return file;
  }

  static RunSettings read(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    return new RunSettings(
        file.toAbsolutePath().getParent(),
        properties.getProperty("url"),
        properties.getProperty("user"),
        properties.getProperty("bootstrapServers"),
        Bug.valueOf(properties.getProperty("bug")),
        Long.parseLong(properties.getProperty("seed")),
        Integer.parseInt(properties.getProperty("ratePerSecond")));
  }

  /** A pool of connections without autocommit, at READ COMMITTED. */
  HikariDataSource pool() {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(url);
    pool.setUsername(user);
    pool.setPassword("");
    pool.setMaximumPoolSize(CONNECTIONS);
    pool.setConnectionTimeout(WAIT_FOR_A_CONNECTION_MILLIS);
    pool.setValidationTimeout(1_000);
    pool.setAutoCommit(false);
    pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    return pool;
  }
}
