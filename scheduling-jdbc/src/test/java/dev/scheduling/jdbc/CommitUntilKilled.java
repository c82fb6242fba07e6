package dev.scheduling.jdbc;

import dev.scheduling.outbox.OutboxMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * A process that commits one message after another, and says so on its standard output straight
 * after each commit, until somebody kills it. Arguments: the URL of the database, the first number.
 */
final class CommitUntilKilled {

  private CommitUntilKilled() {}

  public static void main(String[] arguments) {
    // Keeps its connections, and so the database, open: closing it would write everything out.
    JdbcConnectionPool dataSource = JdbcConnectionPool.create(arguments[0], "sa", "");
    JdbcStores stores = JdbcStores.on(dataSource);
    for (int i = Integer.parseInt(arguments[1]); ; i++) {
      OutboxMessage message = message("m-" + i);
      stores
          .transactions()
          .inTransaction(
              tx -> {
                stores.outbox().append(tx, List.of(message));
                return "";
              });
      System.out.println(i);
    }
  }

  private static OutboxMessage message(String id) {
    return OutboxMessage.builder(
            "event.created", "calendar-1", Instant.parse("2026-03-02T08:30:00Z"))
        .id(id)
        .payload(
            "application/json",
            "{\"kind\":\"event.created\",\"owner\":\"owner-1\"}".getBytes(StandardCharsets.UTF_8))
        .build();
  }
}
