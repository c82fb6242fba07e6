package dev.scheduling.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.NodeLeases;
import dev.scheduling.NodeLeasesContract;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("dev.scheduling.jdbc.TestDatabases#all")
class JdbcNodeLeasesIT extends NodeLeasesContract {

  @Parameter TestDatabase database;

  private volatile Instant now = Instant.parse("2026-03-02T08:30:00Z");

  @Override
  protected NodeLeases node() {
    return JdbcNodeLeases.on(database.dataSource()).withClock(() -> now);
  }

  @Override
  protected void pass(Duration length) {
    now = now.plus(length);
  }

  @Test
  void databasesOwnClockDecidesUnlessAnotherIsGiven() {
    NodeLeases leases = JdbcNodeLeases.on(database.dataSource());

    assertTrue(leases.take("by-the-database", Duration.ofHours(1)).isPresent());
    assertEquals(Optional.empty(), leases.take("by-the-database", Duration.ofHours(1)));
  }
}
