package dev.scheduling.jdbc;

import java.time.InstantSource;

/** The clock by which leases are decided: the database's, or one that a test moves. */
@FunctionalInterface
interface LeaseClock {

  /** Milliseconds since the epoch. */
  long nowMillis(JdbcTransaction tx);

  /** The database's own clock, the same for all nodes. */
  static LeaseClock ofDatabase() {
    return tx ->
        tx.handle()
            .createQuery("SELECT " + tx.dialect().nowMillis())
            .mapTo(Double.class)
            .one()
            .longValue();
  }

  /** A clock of one's own. */
  static LeaseClock of(InstantSource clock) {
    return tx -> clock.millis();
  }
}
