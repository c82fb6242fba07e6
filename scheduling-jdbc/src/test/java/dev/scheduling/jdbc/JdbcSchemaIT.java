package dev.scheduling.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("dev.scheduling.jdbc.TestDatabases#all")
class JdbcSchemaIT {

  @Parameter TestDatabase database;

  @Test
  void flywayMakesTheSameTablesAsTheStatementsByHand() throws SQLException {
    JdbcSchema.of(database.dialect(), "byflyway_").migrate(database.dataSource());

    SortedSet<String> byHand = columns(JdbcSchema.DEFAULT_PREFIX);
    SortedSet<String> byFlyway = columns("byflyway_");
    byFlyway.removeIf(column -> column.startsWith("schema_history."));

    assertFalse(byHand.isEmpty());
    assertEquals(byHand, byFlyway);
  }

  @Test
  void migratingAgainChangesNothing() throws SQLException {
    JdbcSchema schema = JdbcSchema.of(database.dialect(), "again_");
    schema.migrate(database.dataSource());
    SortedSet<String> once = columns("again_");

    schema.migrate(database.dataSource());

    assertEquals(once, columns("again_"));
  }

  @Test
  void clockOfTheDatabaseIsThatOfItsMachine() {
    long before = System.currentTimeMillis();
    long now =
        JdbcTransactions.on(database.dataSource())
            .inTransaction(
                tx ->
                    JdbcTransaction.of(tx)
                        .handle()
                        .createQuery("SELECT " + database.dialect().nowMillis())
                        .mapTo(Double.class)
                        .one()
                        .longValue());

    // The servers run on this machine; a mistaken zone or unit would be off by far more.
    assertTrue(Math.abs(now - before) < 10_000, () -> now + " is not near " + before);
  }

  @Test
  void dialectIsFoundFromTheConnection() throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      assertEquals(database.dialect(), Dialect.of(connection));
    }
  }

  @Test
  void foreignKeyRefusesARowThatRefersToNothing() {
    assertThrows(
        IllegalStateException.class,
        () ->
            database.execute(
                List.of(
                    "INSERT INTO scheduling_notification (owner_id, sequence_no, notification_id,"
                        + " kind, at_ms, data) VALUES ('nobody', 1, 'n', 'k', 0, '')")));
  }

  @Test
  void checkRefusesAPartitionThatDoesNotExist() {
    assertThrows(
        IllegalStateException.class,
        () ->
            database.execute(
                List.of(
                    "INSERT INTO scheduling_outbox_partition (partition_no, epoch,"
                        + " leased_until_ms) VALUES (64, 0, 0)")));
  }

  private SortedSet<String> columns(String prefix) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      DatabaseMetaData metaData = connection.getMetaData();
      try (ResultSet rows =
          metaData.getColumns(connection.getCatalog(), connection.getSchema(), null, null)) {
        SortedSet<String> columns = new TreeSet<>();
        while (rows.next()) {
          String table = rows.getString("TABLE_NAME").toLowerCase(Locale.ROOT);
          if (table.startsWith(prefix)) {
            columns.add(
                table.substring(prefix.length())
                    + "."
                    + rows.getString("COLUMN_NAME").toLowerCase(Locale.ROOT)
                    + " "
                    + rows.getString("TYPE_NAME")
                    + " "
                    + rows.getString("IS_NULLABLE"));
          }
        }
        return columns;
      } finally {
        connection.rollback();
      }
    }
  }

  @Test
  void everyTableCarriesThePrefix() {
    List<String> statements = JdbcSchema.of(database.dialect(), "zz_").statements();

    assertEquals(
        List.of(),
        statements.stream().filter(sql -> !sql.contains(" zz_")).collect(Collectors.toList()));
  }
}
