package dev.scheduling.benchmarks.reminders;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** The same rush for db-scheduler: one-time tasks whose handler counts. */
final class DbSchedulerRush {

  private static final String TASK = "reminder";
  private static final int THREADS = 32;

  private final Database database;
  private final int due;
  private final InstantSource clock;

  DbSchedulerRush(Database database, int due, InstantSource clock) {
    this.database = database;
    this.due = due;
    this.clock = clock;
  }

  void seed(int pending) throws SQLException {
    database.execute(
        List.of(
            "INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
                + " SELECT '"
                + TASK
                + "', 'later' || n, now() + interval '3 hours' + n * interval '1 millisecond',"
                + " false, 1 FROM generate_series(1, "
                + pending
                + ") n"));
  }

  /** The scheduler is running when they fall due, as it always is with db-scheduler. */
  Lateness run() throws SQLException, InterruptedException {
    long at = clock.millis() + Duration.ofSeconds(20).toMillis();
    database.execute(
        List.of(
            "INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
                + " SELECT '"
                + TASK
                + "', 'due' || n, to_timestamp("
                + at
                + " / 1000.0), false, 1 FROM generate_series(1, "
                + due
                + ") n"));
    database.executeAlone("VACUUM ANALYZE scheduled_tasks");
    Lateness lateness = new Lateness(at, due);
    Scheduler scheduler =
        Scheduler.create(
                database.dataSource(),
                Tasks.oneTime(TASK).execute((instance, context) -> lateness.came(clock.millis())))
            .threads(THREADS)
            .pollUsingLockAndFetch(4, 40)
            .pollingInterval(Duration.ofMillis(100))
            .commitWhenAutocommitDisabled(true)
            .build();
    scheduler.start();
    try {
      Waiting.until(clock, at + Duration.ofMinutes(10).toMillis(), lateness::isComplete);
    } finally {
      scheduler.stop();
    }
    return lateness;
  }
}
