package dev.scheduling.server.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.jdbc.Dialect;
import dev.scheduling.jdbc.JdbcSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

/**
 * Holds docs/database.md and the tables together: what the database says of itself is drawn, and
 * must be what the document shows. {@code -Ddocs.write=true} writes the document instead.
 */
class SchemaDiagramTest {

  private static final Path DOCUMENT = Path.of("../docs/database.md");
  private static final String BEGIN = "```mermaid\n";
  private static final String END = "```\n";

  private record Table(
      Map<String, String> columns, Set<String> key, Map<String, String> refersTo) {}

  @Test
  void documentShowsTheTablesAsTheyAre() throws SQLException, IOException {
    String drawn = draw(tables());
    String document = Files.readString(DOCUMENT);
    int from = document.indexOf(BEGIN) + BEGIN.length();
    int to = document.indexOf(END, from);
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(DOCUMENT, document.substring(0, from) + drawn + document.substring(to));
      document = Files.readString(DOCUMENT);
      to = document.indexOf(END, from);
    }
    assertEquals(drawn, document.substring(from, to));
  }

  @Test
  void everyTableThatNamesAnothersIdRefersToIt() throws SQLException {
    Map<String, Table> tables = tables();
    // What these columns name may be gone, or belongs to the sender; the migrations say why.
    Set<String> free =
        Set.of(
            "audit_entry.account_id",
            "scheduling_calendar_change.event_id",
            "scheduling_outbox.message_id",
            "scheduling_outbox_retry.message_id",
            "scheduling_dead_letter.message_id",
            "scheduling_inbox.message_id",
            "scheduling_held_notification.notification_id",
            "scheduling_notification.notification_id",
            "scheduling_notification_feed.owner_id");
    Set<String> loose = new TreeSet<>();
    tables.forEach(
        (name, table) ->
            table.columns().keySet().stream()
                .filter(column -> column.endsWith("_id"))
                .filter(column -> !table.refersTo().containsKey(column))
                .filter(column -> !table.key().equals(Set.of(column)))
                .map(column -> name + "." + column)
                .filter(column -> !free.contains(column))
                .forEach(loose::add));
    assertEquals(Set.of(), loose);
    assertTrue(tables.size() >= 15, tables.keySet().toString());
  }

  private static Map<String, Table> tables() throws SQLException {
    JdbcDataSource database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:diagram;DB_CLOSE_DELAY=-1");
    JdbcSchema.of(Dialect.H2).migrate(database);
    ServerSchema.migrate(database);
    Map<String, Table> tables = new TreeMap<>();
    try (Connection connection = database.getConnection()) {
      DatabaseMetaData meta = connection.getMetaData();
      try (ResultSet row = meta.getTables(null, "PUBLIC", "%", new String[] {"BASE TABLE"})) {
        while (row.next()) {
          String name = row.getString("TABLE_NAME");
          if (!name.toLowerCase(Locale.ROOT).contains("schema_history")) {
            tables.put(name.toLowerCase(Locale.ROOT), table(meta, name));
          }
        }
      }
      connection.createStatement().execute("SHUTDOWN");
    }
    return tables;
  }

  private static Table table(DatabaseMetaData meta, String name) throws SQLException {
    Map<String, String> columns = new LinkedHashMap<>();
    try (ResultSet row = meta.getColumns(null, "PUBLIC", name, "%")) {
      while (row.next()) {
        columns.put(
            row.getString("COLUMN_NAME").toLowerCase(Locale.ROOT),
            type(row.getString("TYPE_NAME")));
      }
    }
    Set<String> key = new TreeSet<>();
    try (ResultSet row = meta.getPrimaryKeys(null, "PUBLIC", name)) {
      while (row.next()) {
        key.add(row.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
      }
    }
    Map<String, String> refersTo = new TreeMap<>();
    try (ResultSet row = meta.getImportedKeys(null, "PUBLIC", name)) {
      while (row.next()) {
        refersTo.put(
            row.getString("FKCOLUMN_NAME").toLowerCase(Locale.ROOT),
            row.getString("PKTABLE_NAME").toLowerCase(Locale.ROOT));
      }
    }
    return new Table(columns, key, refersTo);
  }

  private static String type(String type) {
    return switch (type) {
      case "CHARACTER VARYING" -> "text";
      case "BINARY VARYING" -> "bytes";
      default -> type.toLowerCase(Locale.ROOT).replace(' ', '_');
    };
  }

  private static String draw(Map<String, Table> tables) {
    StringBuilder text = new StringBuilder("erDiagram\n");
    tables.forEach(
        (name, table) -> {
          text.append("  ").append(name).append(" {\n");
          table
              .columns()
              .forEach(
                  (column, type) ->
                      text.append("    ")
                          .append(type)
                          .append(' ')
                          .append(column)
                          .append(table.key().contains(column) ? " PK" : "")
                          .append(
                              !table.refersTo().containsKey(column)
                                  ? ""
                                  : table.key().contains(column) ? ", FK" : " FK")
                          .append('\n'));
          text.append("  }\n");
        });
    tables.forEach(
        (name, table) ->
            table
                .refersTo()
                .forEach(
                    (column, other) ->
                        text.append("  ")
                            .append(other)
                            .append(" ||--o{ ")
                            .append(name)
                            .append(" : ")
                            .append(column)
                            .append('\n')));
    return text.toString();
  }
}
