package dev.scheduling.jdbc;

import dev.scheduling.SchedulingException;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The only class that needs Flyway, so that the others work without it. */
final class FlywayMigrations {

  private FlywayMigrations() {}

  static void run(DataSource dataSource, Map<String, String> placeholders, String historyTable) {
    try {
      Flyway.configure(FlywayMigrations.class.getClassLoader())
          .dataSource(dataSource)
          .locations("classpath:" + JdbcSchema.FOLDER)
          .placeholders(placeholders)
          .table(historyTable)
          // The schema may hold an application's tables already; ours begin at version 1.
          .baselineOnMigrate(true)
          .baselineVersion("0")
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new SchedulingException("the tables of the stores could not be brought up to date", e);
    }
  }
}
