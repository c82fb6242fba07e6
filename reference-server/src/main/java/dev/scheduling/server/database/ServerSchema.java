package dev.scheduling.server.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * The server's own tables. They refer to the library's, so those must be there before. Thread-safe.
 */
public final class ServerSchema {

  private static final String HISTORY = "server_schema_history";
  private static final String LOCATION = "classpath:dev/scheduling/server/database/migration";

  private static final Map<String, String> PLAIN =
      Map.of(
          "id", "varchar(64)",
          "label", "varchar(255)",
          "text", "varchar(1048576)",
          "table", "");

  private static final Map<String, String> POSTGRESQL =
      Map.of(
          "id", "varchar(64) COLLATE \"C\"",
          "label", "varchar(255)",
          "text", "text",
          "table", "");

  private static final Map<String, String> MYSQL =
      Map.of(
          "id", "varchar(64) CHARACTER SET ascii COLLATE ascii_bin",
          "label", "varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
          "text", "mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
          "table", "ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");

  private ServerSchema() {}

  /** Runs the migrations that the database has not seen. Several nodes may do so at once. */
  public static void migrate(DataSource dataSource) throws SQLException {
    Flyway.configure(ServerSchema.class.getClassLoader())
        .dataSource(dataSource)
        .locations(LOCATION)
        .table(HISTORY)
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .placeholders(types(dataSource))
        .load()
        .migrate();
  }

  private static Map<String, String> types(DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      String product = connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
      return switch (product) {
        case "postgresql" -> POSTGRESQL;
        case "mariadb", "mysql" -> MYSQL;
        default -> PLAIN;
      };
    }
  }
}
