package dev.scheduling.benchmarks.outbox;

import dev.scheduling.OwnerId;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.Event;
import dev.scheduling.engine.SchedulingEngine;
import dev.scheduling.jdbc.JdbcOutboxStore;
import dev.scheduling.jdbc.JdbcStores;
import dev.scheduling.jdbc.JdbcTransactions;
import dev.scheduling.outbox.Outbox;
import dev.scheduling.outbox.OutboxStore;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/** Business transactions a second, an UPDATE and an INSERT each, alone and with an append. */
final class AppendCost {

  private static final int ROWS = 10_000;
  private static final ZonedDateTime FIRST =
      ZonedDateTime.of(2040, 1, 2, 0, 0, 0, 0, ZoneOffset.UTC);

  /** What a business transaction has beside its UPDATE and its INSERT. */
  enum Extra {
    NOTHING,
    /** One more INSERT of as many bytes, into a table of nobody's. */
    INSERT,
    APPEND
  }

  private final Database database;
  private final Outbox outbox = Outbox.of(new JdbcOutboxStore());

  AppendCost(Database database) {
    this.database = database;
  }

  private void prepare() throws SQLException {
    database.execute(
        List.of(
            "TRUNCATE scheduling_outbox",
            "DROP TABLE IF EXISTS business, business_audit, business_note",
            "CREATE TABLE business (id int PRIMARY KEY, version bigint NOT NULL)",
            "CREATE TABLE business_audit (id bigserial PRIMARY KEY, business int, note text)",
            "CREATE TABLE business_note (id bigserial PRIMARY KEY, name text, payload bytea)",
            "INSERT INTO business SELECT n, 0 FROM generate_series(1, " + ROWS + ") n"));
  }

  /** Returns transactions a second, on tables that are as fresh for one kind as for the other. */
  double measure(int writers, Extra extra, Duration length)
      throws InterruptedException, ExecutionException, SQLException {
    prepare();
    database.settle();
    long end = System.nanoTime() + length.toNanos();
    return perSecond(Collections.nCopies(writers, () -> write(extra, end)));
  }

  private static double perSecond(List<Callable<Integer>> work)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(work.size());
    long started = System.nanoTime();
    int count = 0;
    for (Future<Integer> each : threads.invokeAll(work)) {
      count += each.get();
    }
    threads.shutdown();
    return Drain.rate(count, started);
  }

  /**
   * Bookings a second by writers who have a calendar each, with the message that every booking
   * appends or without.
   */
  double bookings(int writers, boolean appends, Duration length)
      throws InterruptedException, ExecutionException, SQLException {
    database.execute(List.of("TRUNCATE scheduling_outbox"));
    database.settle();
    JdbcStores stores = JdbcStores.on(database.pool());
    SchedulingEngine engine =
        SchedulingEngine.builder()
            .stores(stores)
            .outbox(Outbox.of(appends ? stores.outbox() : withoutAppend(stores.outbox())))
            .build();
    List<Callable<Integer>> work = new ArrayList<>();
    long end = System.nanoTime() + length.toNanos();
    for (int i = 0; i < writers; i++) {
      Calendar room =
          engine.calendars().create(Calendar.of(OwnerId.random(), "Room", ZoneOffset.UTC));
      work.add(() -> book(engine, room, end));
    }
    return perSecond(work);
  }

  private static int book(SchedulingEngine engine, Calendar room, long end) {
    int count = 0;
    while (System.nanoTime() < end) {
      engine.book(
          Event.builder(room, "Meeting")
              .starts(FIRST.plusHours(count))
              .lasts(Duration.ofHours(1))
              .build());
      count++;
    }
    return count;
  }

  private static OutboxStore withoutAppend(OutboxStore store) {
    return (OutboxStore)
        Proxy.newProxyInstance(
            OutboxStore.class.getClassLoader(),
            new Class<?>[] {OutboxStore.class},
            (proxy, method, arguments) ->
                method.getName().equals("append") ? null : method.invoke(store, arguments));
  }

  private int write(Extra extra, long end) throws SQLException {
    int count = 0;
    while (System.nanoTime() < end) {
      int id = 1 + ThreadLocalRandom.current().nextInt(ROWS);
      try (Connection connection = database.pool().getConnection()) {
        try (var update =
            connection.prepareStatement("UPDATE business SET version = version + 1 WHERE id = ?")) {
          update.setInt(1, id);
          update.executeUpdate();
        }
        try (var insert =
            connection.prepareStatement(
                "INSERT INTO business_audit (business, note) VALUES (?, 'changed')")) {
          insert.setInt(1, id);
          insert.executeUpdate();
        }
        switch (extra) {
          case NOTHING -> {}
          case INSERT -> insert(connection, "key-" + id);
          case APPEND ->
              JdbcTransactions.joining(connection)
                  .inTransaction(
                      tx -> {
                        outbox.append(tx, Drain.message("key-" + id));
                        return "";
                      });
        }
        connection.commit();
        count++;
      }
    }
    return count;
  }

  private static void insert(Connection connection, String key) throws SQLException {
    try (var insert =
        connection.prepareStatement("INSERT INTO business_note (name, payload) VALUES (?, ?)")) {
      insert.setString(1, key);
      insert.setBytes(2, Drain.payload());
      insert.executeUpdate();
    }
  }
}
