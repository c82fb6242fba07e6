package dev.scheduling.benchmarks.reminders;

import dev.scheduling.jdbc.JdbcStores;
import dev.scheduling.notification.ReminderNotifications;
import dev.scheduling.outbox.InProcessSender;
import dev.scheduling.outbox.OutboxRelay;
import dev.scheduling.reminder.ReminderDelivery;
import dev.scheduling.reminder.ReminderScheduler;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Our side: reminders of a hundred thousand events that start at the same instant. */
final class ReminderRush {

  private static final Duration GRACE = Duration.ofHours(1);
  private static final Duration LOOK_AHEAD = Duration.ofSeconds(45);
  private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
  private static final int OWNERS = 1_000;

  private final Database database;
  private final int due;
  private final InstantSource clock;

  ReminderRush(Database database, int due, InstantSource clock) {
    this.database = database;
    this.due = due;
    this.clock = clock;
  }

  /** Events with a reminder each: some that are to be due, many that are due hours later. */
  void seed(int pending) throws SQLException {
    long later = clock.millis() + Duration.ofHours(3).toMillis();
    database.execute(
        List.of(
            "INSERT INTO scheduling_calendar (calendar_id, owner_id, name, zone, conflict_policy,"
                + " revision) SELECT 'c' || n, 'o' || n, 'Calendar', 'Europe/Berlin', 'ALLOW', 1"
                + " FROM generate_series(0, "
                + (OWNERS - 1)
                + ") n",
            "INSERT INTO scheduling_event (event_id, calendar_id, ical_uid, title, description,"
                + " location, start_kind, start_local, start_zone, length, recurrence, transparency,"
                + " status, version, ical_sequence, created_ms, updated_ms, first_ms, last_ms)"
                + " SELECT 'e' || n, 'c' || (n % "
                + OWNERS
                + "), 'e' || n, 'Meeting', '', '', 'ZONED', '2026-03-02T09:30', 'Europe/Berlin',"
                + " 'PT1H', '', 'OPAQUE', 'CONFIRMED', 1, 0, 0, 0, 0, 1 FROM generate_series(1, "
                + (due + pending)
                + ") n",
            "INSERT INTO scheduling_reminder (reminder_id, owner_id, calendar_id, event_id,"
                + " placement, position_no, channels, occurrence, starts_ms, due_ms, repeats,"
                + " staged_ms, settled_ms, revision, zone_rules)"
                + " SELECT 'r' || n, 'o' || (n % "
                + OWNERS
                + "), 'c' || (n % "
                + OWNERS
                + "), 'e' || n, 'Europe/Berlin', 0, '', '2026-03-02T08:30:00Z', 0, "
                + later
                + " + n, 0, 0, 0, 0, '"
                + zoneRules()
                + "' FROM generate_series(1, "
                + (due + pending)
                + ") n"));
  }

  private static String zoneRules() {
    return java.time.zone.ZoneRulesProvider.getVersions("UTC").lastEntry().getKey();
  }

  private void allDueAt(long millis) throws SQLException {
    database.execute(
        List.of(
            "DELETE FROM scheduling_notification",
            "DELETE FROM scheduling_notification_feed",
            "DELETE FROM scheduling_inbox",
            "DELETE FROM scheduling_outbox",
            "UPDATE scheduling_reminder SET occurrence = '2026-03-02T08:30:00Z', starts_ms = 0,"
                + " revision = revision + 1, settled_ms = 0, due_ms = "
                + millis
                + " WHERE substr(reminder_id, 2)::int <= "
                + due));
    database.executeAlone("VACUUM ANALYZE");
    database.executeAlone("CHECKPOINT");
  }

  /**
   * What a run saw.
   *
   * @param handedOver to the listener in this process
   * @param durable the notification of each, committed
   */
  record Result(Lateness handedOver, Lateness durable) {}

  /** Everything is staged ahead, as it is with a scheduler that runs. */
  Result staged() throws SQLException, InterruptedException {
    long at = clock.millis() + LOOK_AHEAD.plusSeconds(25).toMillis();
    allDueAt(at);
    return run(at);
  }

  /** Nothing is staged: the scheduler starts at the instant at which all are due. */
  Result cold() throws SQLException, InterruptedException {
    long at = clock.millis() + Duration.ofSeconds(25).toMillis();
    allDueAt(at);
    Waiting.until(clock, at);
    return run(at);
  }

  private Result run(long at) throws InterruptedException {
    Lateness handedOver = new Lateness(at, due);
    Lateness durable = new Lateness(at, due);
    JdbcStores stores = JdbcStores.on(database.dataSource());
    ReminderNotifications consumer =
        new ReminderNotifications(
            new ReminderDelivery(stores.reminders(), GRACE, clock),
            stores.notifications(),
            notification -> durable.came(clock.millis()));
    InProcessSender sender =
        InProcessSender.builder(stores.transactions(), stores.inbox(), clock)
            .consumer("reminders", ReminderDelivery.TYPES, consumer)
            .build();
    try (OutboxRelay relay =
            OutboxRelay.builder(stores.transactions(), stores.outbox(), sender).build().start();
        ReminderScheduler scheduler =
            ReminderScheduler.builder(
                    stores.transactions(), stores.calendars(), stores.reminders(), stores.outbox())
                .lookAhead(LOOK_AHEAD)
                .grace(GRACE)
                .listener(
                    reminders -> {
                      reminders.forEach(reminder -> handedOver.came(clock.millis()));
                      relay.nudge();
                    })
                .build()
                .start()) {
      Waiting.until(
          clock,
          at + HALF_AN_HOUR.toMillis(),
          () -> handedOver.isComplete() && durable.isComplete());
      if (!scheduler.isRunning() || !relay.isRunning()) {
        throw new IllegalStateException("the scheduler or the relay has ended");
      }
    }
    return new Result(handedOver, durable);
  }
}
