package dev.scheduling.server.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scheduling.OwnerId;
import dev.scheduling.jdbc.Dialect;
import dev.scheduling.jdbc.JdbcSchema;
import dev.scheduling.server.database.ServerSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the audit log keeps, and for how long. */
final class AuditTest {

  private static final OwnerId ADA = OwnerId.of("ada");

  private Instant now = Instant.parse("2031-01-01T00:00:00Z");
  private Jdbi jdbi;
  private Audit audit;

  @BeforeEach
  void tables() throws SQLException {
    JdbcDataSource database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    try (Connection connection = database.getConnection()) {
      JdbcSchema.of(Dialect.of(connection)).migrate(database);
    }
    ServerSchema.migrate(database);
    jdbi = Jdbi.create(database);
    audit = new Audit(jdbi, () -> now);
  }

  private List<String> acts(Audit.Filter filter) {
    return audit.list(filter).stream().map(AuditEntry::act).toList();
  }

  private static Audit.Filter all(int limit) {
    return new Audit.Filter(null, null, null, limit);
  }

  @Test
  void theNewestLineComesFirst() {
    audit.record(Act.SIGN_IN_REFUSED, null, "192.0.2.1", "");
    now = now.plusSeconds(1);
    audit.record(Act.SIGNED_IN, ADA, "192.0.2.1", "session 1");
    List<AuditEntry> lines = audit.list(all(10));
    assertEquals(List.of("signed-in", "sign-in-refused"), acts(all(10)));
    AuditEntry line = lines.get(0);
    assertEquals(ADA, line.account());
    assertEquals("192.0.2.1", line.address());
    assertEquals("session 1", line.about());
    assertEquals(now, line.at());
    assertEquals(null, lines.get(1).account());
  }

  @Test
  void linesAreFoundByWhoActedAndByWhatWasDone() {
    audit.record(Act.SIGNED_IN, ADA, "", "");
    audit.record(Act.SIGNED_OUT, ADA, "", "");
    audit.record(Act.SIGNED_IN, OwnerId.of("eve"), "", "");
    assertEquals(2, acts(new Audit.Filter(ADA, null, null, 10)).size());
    assertEquals(List.of("signed-in"), acts(new Audit.Filter(ADA, Act.SIGNED_IN, null, 10)));
    assertEquals(2, acts(new Audit.Filter(null, Act.SIGNED_IN, null, 10)).size());
  }

  @Test
  void pagesHaveNeitherGapNorDuplicateThoughManyLinesAreOfOneInstant() {
    for (int i = 0; i < 7; i++) {
      audit.record(Act.SIGNED_IN, ADA, "", Integer.toString(i));
    }
    List<AuditEntry> first = audit.list(all(4));
    AuditEntry last = first.get(3);
    List<AuditEntry> rest =
        audit.list(
            new Audit.Filter(
                null, null, new Audit.Position(last.at().toEpochMilli(), last.id()), 10));
    assertEquals(3, rest.size());
    assertEquals(
        7,
        java.util.stream.Stream.concat(first.stream(), rest.stream())
            .map(AuditEntry::about)
            .distinct()
            .count());
  }

  @Test
  void whatIsRolledBackWasNeverDone() {
    assertThrows(
        IllegalStateException.class,
        () ->
            jdbi.useTransaction(
                handle -> {
                  audit.record(handle, Act.CALENDAR_DELETED, ADA, "", "calendar 1");
                  throw new IllegalStateException("on purpose");
                }));
    assertEquals(List.of(), acts(all(10)));
  }

  @Test
  void aLineIsKeptForAYear() {
    audit.record(Act.SIGNED_IN, ADA, "", "");
    now = now.plus(Audit.KEPT);
    audit.record(Act.SIGNED_OUT, ADA, "", "");
    assertEquals(0, audit.prune());
    now = now.plus(Duration.ofMillis(1));
    assertEquals(1, audit.prune());
    assertEquals(List.of("signed-out"), acts(all(10)));
  }

  @Test
  void whatAStrangerMakesLongIsCutOff() {
    audit.record(Act.SIGN_IN_REFUSED, null, "9".repeat(1_000), "x".repeat(1_000));
    assertEquals(255, audit.list(all(1)).get(0).about().length());
    assertEquals(64, audit.list(all(1)).get(0).address().length());
  }
}
