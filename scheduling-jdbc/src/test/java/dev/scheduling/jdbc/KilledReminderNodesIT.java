package dev.scheduling.jdbc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.scheduling.OwnerId;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.ConflictPolicy;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.Reminder;
import dev.scheduling.calendar.Trigger;
import dev.scheduling.calendar.Trigger.RelativeTo;
import dev.scheduling.engine.BookingResult;
import dev.scheduling.engine.SchedulingEngine;
import dev.scheduling.notification.Notification;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two nodes on PostgreSQL, one of which is killed with SIGKILL every few seconds, while events are
 * moved and deleted. Each reminder has its effect once, and a call to somebody outside for each is
 * made at least once, repeated under the same id only around a kill. {@code -Dfaults.seconds} says
 * for how long; 30 unless it is given. {@code -Dfaults.strict=true}, as in the profile {@code
 * faults}, holds lateness to its bound.
 */
@Timeout(3_600)
class KilledReminderNodesIT {

  private static final int EVENTS = 300;
  private static final int SECONDS_OF_FAULTS = Integer.getInteger("faults.seconds", 30);
  private static final int OWNERS = 20;
  private static final int LATEST_START_SECONDS = 13;

  // More than people make, and less than two nodes can follow beside it on a small machine: how
  // late
  // what cannot be done at all becomes is not what is asked here.
  private static final Duration BETWEEN_CHANGES = Duration.ofMillis(40);

  // Which of two changes came first cannot be told from outside when they are this close together:
  // a change that is committed just before the due time may void what is told just before it.
  private static final Duration BLUR = Duration.ofSeconds(2);

  // A node that is killed holds up what it had leased until the lease ends and another one looks.
  private static final Duration BOUND = ReminderNode.LEASE.plus(ReminderNode.POLL);

  // What a commit, a pause of a node or its start may take; a slow machine gets much more.
  private static final Duration MARGIN =
      Boolean.getBoolean("faults.strict") ? Duration.ofSeconds(2) : Duration.ofSeconds(60);

  private final List<Instant> killed = new ArrayList<>();
  private final Random random = new Random(Long.getLong("faults.seed", 11));
  private final InstantSource clock = InstantSource.system();
  private final List<Process> nodes = new ArrayList<>();
  private final Map<String, List<Wish>> wishes = new HashMap<>();

  /** A due time that an event had from one instant on, until another. */
  private static final class Wish {
    final Instant due;
    final Instant since;
    Instant until = Instant.MAX;

    Wish(Instant due, Instant since) {
      this.due = due;
      this.since = since;
    }
  }

  @Test
  void eachReminderHasItsEffectOnceAndNoneIsStaleEarlyOrLost() throws Exception {
    try (TestDatabase database = TestDatabases.postgresql()) {
      database.withTables();
      database.execute(
          List.of(
              "CREATE TABLE effect_time (message_id varchar(200) NOT NULL, due_ms bigint NOT NULL,"
                  + " at_ms bigint NOT NULL)",
              SlowReceiver.TABLE));
      JdbcStores stores = JdbcStores.on(database.dataSource());
      SchedulingEngine engine = SchedulingEngine.builder().stores(stores).build();
      List<Calendar> calendars = new ArrayList<>();
      for (int i = 0; i < OWNERS; i++) {
        calendars.add(
            engine
                .calendars()
                .create(
                    Calendar.of(OwnerId.of("owner-" + i), "Work", ZoneOffset.UTC)
                        .withConflictPolicy(ConflictPolicy.ALLOW)));
      }
      List<Event> events = new ArrayList<>();
      try {
        nodes.add(start(database));
        nodes.add(start(database));
        for (int i = 0; i < EVENTS; i++) {
          events.add(book(engine, calendars.get(i % OWNERS)));
        }
        int kills = makeTrouble(database, engine, calendars, events);
        awaitTheEnd(stores);
        check(stores, kills);
        checkCalls(stores, kills);
        checkLateness(stores);
      } finally {
        nodes.forEach(Process::destroyForcibly);
      }
    }
  }

  private Process start(TestDatabase database) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            ReminderNode.class.getName(),
            database.url(),
            database.user())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Whether a node runs: it says so once. */
  private static boolean isUp(Process node) {
    try {
      return node.getInputStream().available() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** A start a few seconds ahead. */
  private EventTime soon() {
    return EventTime.of(clock.instant().plusSeconds(random.nextInt(8, LATEST_START_SECONDS)));
  }

  private Event book(SchedulingEngine engine, Calendar calendar) {
    Reminder reminder = Reminder.of(Trigger.Offset.parse("-PT5S", RelativeTo.START));
    Event event =
        Event.builder(calendar, "Meeting").starts(soon()).reminders(List.of(reminder)).build();
    Event booked = assertInstanceOf(BookingResult.Booked.class, engine.book(event)).event();
    wish(booked);
    return booked;
  }

  private void wish(Event event) {
    Instant due = event.start().instant(ZoneOffset.UTC).minusSeconds(5);
    wishes
        .computeIfAbsent(event.id().value(), id -> new ArrayList<>())
        .add(new Wish(due, clock.instant()));
  }

  private void unwish(Event event) {
    List<Wish> all = wishes.get(event.id().value());
    all.get(all.size() - 1).until = clock.instant();
  }

  private int makeTrouble(
      TestDatabase database, SchedulingEngine engine, List<Calendar> calendars, List<Event> events)
      throws IOException {
    Instant end = clock.instant().plusSeconds(SECONDS_OF_FAULTS);
    Instant nextKill = clock.instant().plusSeconds(3);
    Instant nextChange = clock.instant();
    int kills = 0;
    while (clock.instant().isBefore(end)) {
      // How long a node takes to start is not what is asked here: one of the two is there.
      if (clock.instant().isAfter(nextKill)
          && nodes.stream().allMatch(KilledReminderNodesIT::isUp)) {
        int victim = random.nextInt(nodes.size());
        nodes.get(victim).destroyForcibly();
        killed.add(clock.instant());
        nodes.set(victim, start(database));
        kills++;
        nextKill = clock.instant().plusSeconds(2 + random.nextInt(4));
      }
      if (clock.instant().isBefore(nextChange)) {
        LockSupport.parkNanos(1_000_000);
        continue;
      }
      nextChange = nextChange.plus(BETWEEN_CHANGES);
      int index = random.nextInt(events.size());
      Event event = events.get(index);
      long version = event.stamp().version();
      if (random.nextInt(4) == 0) {
        engine.bookings().cancel(event.calendar(), event.id(), version);
        unwish(event);
        events.set(index, book(engine, calendars.get(index % OWNERS)));
      } else {
        Event moved = event.toBuilder().starts(soon()).build();
        BookingResult result = engine.bookings().change(event.calendar(), moved, version);
        unwish(event);
        Event booked = assertInstanceOf(BookingResult.Booked.class, result).event();
        wish(booked);
        events.set(index, booked);
      }
    }
    return kills;
  }

  private void awaitTheEnd(JdbcStores stores) {
    Instant last =
        wishes.values().stream()
            .flatMap(List::stream)
            .filter(wish -> wish.until.equals(Instant.MAX))
            .map(wish -> wish.due)
            .max(Instant::compareTo)
            .orElseThrow();
    await()
        .atMost(300, SECONDS)
        .until(
            () ->
                clock.instant().isAfter(last)
                    && stores
                        .transactions()
                        .inTransaction(tx -> stores.reminders().claim(tx, last, 1))
                        .isEmpty()
                    && inOutbox(stores) == 0);
  }

  private static long inOutbox(JdbcStores stores) {
    return stores
        .transactions()
        .inTransaction(
            tx ->
                JdbcTransaction.of(tx)
                    .handle()
                    .createQuery(
                        "SELECT (SELECT COUNT(*) FROM scheduling_outbox"
                            + " WHERE message_type LIKE 'reminder%'"
                            + " OR message_type LIKE 'delivery.%')"
                            + " + (SELECT COUNT(*) FROM scheduling_outbox_retry)")
                    .mapTo(Long.class)
                    .one());
  }

  private void check(JdbcStores stores, int kills) throws IOException {
    assertTrue(kills >= SECONDS_OF_FAULTS / 30, "kills: " + kills);
    Set<String> seen = new HashSet<>();
    for (Notification notification : told(stores)) {
      String event = field(notification.data(), "eventId");
      Instant due = Instant.parse(field(notification.data(), "due"));
      assertEquals("reminder", notification.kind());
      assertTrue(seen.add(event + " " + due), "twice: " + event + " " + due);
      assertTrue(
          wishes.get(event).stream()
              .anyMatch(wish -> wish.due.equals(due) && wish.until.isAfter(due.minus(BLUR))),
          "stale: " + event + " " + due);
    }
    int wanted = 0;
    for (Map.Entry<String, List<Wish>> event : wishes.entrySet()) {
      for (Wish wish : event.getValue()) {
        // What was changed again before it was delivered may or may not have been told.
        if (wish.until.equals(Instant.MAX)) {
          wanted++;
          assertTrue(
              seen.contains(event.getKey() + " " + wish.due),
              "lost: " + event.getKey() + " " + wish.due + " since " + wish.since);
        }
      }
    }
    assertTrue(wanted > EVENTS / 2, "wanted: " + wanted);
  }

  private static List<Notification> told(JdbcStores stores) {
    List<Notification> told = new ArrayList<>();
    for (int i = 0; i < OWNERS; i++) {
      OwnerId owner = OwnerId.of("owner-" + i);
      told.addAll(
          stores
              .transactions()
              .inTransaction(tx -> stores.notifications().after(tx, owner, 0, 1_000_000)));
    }
    return told;
  }

  /** What the receiver outside was handed: nothing is lost, and what is doubled is so by a kill. */
  private void checkCalls(JdbcStores stores, int kills) throws IOException {
    record Call(String delivery, String notification, Instant at) {}
    List<Call> calls =
        stores
            .transactions()
            .inTransaction(
                tx ->
                    JdbcTransaction.of(tx)
                        .handle()
                        .createQuery("SELECT delivery_id, notification_id, at_ms FROM received")
                        .map(
                            (row, context) ->
                                new Call(
                                    row.getString(1),
                                    row.getString(2),
                                    Instant.ofEpochMilli(row.getLong(3))))
                        .list());
    Map<String, String> deliveries = new HashMap<>();
    for (Call call : calls) {
      String before = deliveries.put(call.notification(), call.delivery());
      assertTrue(before == null || before.equals(call.delivery()), "one id, however often");
    }
    Map<String, Notification> byId = new HashMap<>();
    told(stores).forEach(notification -> byId.put(notification.id(), notification));
    for (Call call : calls) {
      String data = byId.get(call.notification()).data();
      Instant due = Instant.parse(field(data, "due"));
      assertTrue(
          wishes.get(field(data, "eventId")).stream()
              .anyMatch(wish -> wish.due.equals(due) && wish.until.isAfter(call.at().minus(BLUR))),
          () -> "called for what was changed before: " + call);
    }
    for (Notification notification : byId.values()) {
      Instant due = Instant.parse(field(notification.data(), "due"));
      boolean stood =
          wishes.get(field(notification.data(), "eventId")).stream()
              .anyMatch(wish -> wish.due.equals(due) && wish.until.equals(Instant.MAX));
      assertTrue(
          !stood || deliveries.containsKey(notification.id()), () -> "lost: " + notification);
    }
    int doubled = calls.size() - deliveries.size();
    // A kill, and the start after it, each move what is under way to another node.
    int most = 2 * kills * ReminderNode.LANES * ReminderNode.BATCH;
    assertTrue(doubled <= most, "doubled: " + doubled);
    System.out.printf(
        "calls outside for %d reminders under %d kills: %d made twice%n",
        deliveries.size(), kills, doubled);
  }

  private record Effect(Instant due, Instant at) {

    Duration lateness() {
      return Duration.between(due, at);
    }
  }

  /**
   * Nothing is early, and each kill that can have held something up cost no more than the bound.
   */
  private void checkLateness(JdbcStores stores) {
    List<Effect> effects =
        stores
            .transactions()
            .inTransaction(
                tx ->
                    JdbcTransaction.of(tx)
                        .handle()
                        .createQuery(
                            "SELECT due_ms, at_ms FROM effect_time ORDER BY at_ms - due_ms")
                        .map(
                            (row, context) ->
                                new Effect(
                                    Instant.ofEpochMilli(row.getLong(1)),
                                    Instant.ofEpochMilli(row.getLong(2))))
                        .list());
    assertFalse(effects.isEmpty());
    assertFalse(effects.get(0).lateness().isNegative(), () -> "early: " + effects.get(0));
    List<String> late = new ArrayList<>();
    for (Effect effect : effects) {
      Instant from = effect.due().minus(BOUND);
      long kills =
          killed.stream().filter(at -> at.isAfter(from) && at.isBefore(effect.at())).count();
      Duration most = BOUND.multipliedBy(kills).plus(ReminderNode.POLL).plus(MARGIN);
      if (effect.lateness().compareTo(most) > 0) {
        late.add(kills + " kills, and " + effect.lateness() + ": " + effect);
      }
    }
    System.out.printf(
        "lateness of %d reminders under %d kills: p50 %s, p99 %s, worst %s; %d later than may be%n",
        effects.size(),
        killed.size(),
        effects.get(effects.size() / 2).lateness(),
        effects.get((int) (effects.size() * 0.99)).lateness(),
        effects.get(effects.size() - 1).lateness(),
        late.size());
    assertEquals(List.of(), late);
  }

  private static String field(String json, String name) throws IOException {
    try (JsonParser in = new JsonFactory().createParser(json)) {
      while (in.nextToken() != null) {
        if (in.currentToken() == JsonToken.FIELD_NAME && in.currentName().equals(name)) {
          return in.nextTextValue();
        }
      }
    }
    throw new IllegalStateException("no field " + name + " in " + json);
  }
}
