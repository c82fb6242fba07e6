package dev.scheduling.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.CalendarId;
import dev.scheduling.OwnerId;
import dev.scheduling.TimeRange;
import dev.scheduling.Transactions;
import dev.scheduling.availability.Attendee;
import dev.scheduling.availability.SlotGrid;
import dev.scheduling.availability.SlotRequest;
import dev.scheduling.availability.SlotSearch;
import dev.scheduling.availability.WorkingHours;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.Event;
import dev.scheduling.conflict.FirstConflict;
import dev.scheduling.conflict.Series;
import dev.scheduling.conflict.SeriesConflicts;
import dev.scheduling.engine.BookingResult;
import dev.scheduling.engine.SchedulingEngine;
import dev.scheduling.engine.Stores;
import dev.scheduling.outbox.DeadLetter;
import dev.scheduling.outbox.DeadLetterFilter;
import dev.scheduling.outbox.MessageSender;
import dev.scheduling.outbox.Outbox;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.OutboxRelay;
import dev.scheduling.outbox.Redrive;
import dev.scheduling.outbox.SendResult;
import dev.scheduling.recurrence.OccurrenceCursor;
import dev.scheduling.recurrence.RecurrenceRule;
import dev.scheduling.recurrence.RecurrenceSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The README's samples, run; each of its Java blocks must stand in this file, line by line. */
class ReadmeSamplesTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private final TestDatabase database = TestDatabases.h2().withTables();
  private final DataSource dataSource = database.dataSource();
  private SchedulingEngine engine;
  private Event standup;

  @BeforeEach
  void firstSample() {
    SchedulingEngine engine = SchedulingEngine.builder().stores(JdbcStores.on(dataSource)).build();
    Calendar room4 =
        engine.calendars().create(Calendar.of(OwnerId.of("facilities"), "Room 4", BERLIN));

    Event standup =
        Event.builder(room4, "Stand-up")
            .starts(ZonedDateTime.parse("2026-03-02T09:30+01:00[Europe/Berlin]"))
            .lasts(Duration.ofMinutes(15))
            .repeats(RecurrenceRule.parse("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"))
            .excluding(LocalDate.of(2026, 4, 6))
            .build();

    if (engine.book(standup) instanceof BookingResult.Conflicting refused) {
      refused.conflicts().forEach(c -> System.out.println(c.requested() + " vs " + c.existing()));
      refused.suggestions().forEach(free -> System.out.println("free at " + free.start()));
    }

    this.engine = engine;
    assertTrue(engine.agenda().event(room4.id(), standup.id()).isPresent());
    this.standup = standup.toBuilder().id(dev.scheduling.EventId.random()).build();
    assertInstanceOf(BookingResult.Conflicting.class, engine.book(this.standup));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void recur() {
    long endOf2040 = Instant.parse("2041-01-01T00:00:00Z").getEpochSecond();
    RecurrenceSet payday =
        RecurrenceSet.startingAt(LocalDateTime.of(2026, 1, 30, 9, 0), BERLIN)
            .rule(RecurrenceRule.parse("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"))
            .build();
    Optional<Instant> next = payday.firstAtOrAfter(Instant.parse("2040-01-01T00:00:00Z"));
    OccurrenceCursor cursor = payday.cursor();
    cursor.seek(Instant.parse("2040-01-01T00:00:00Z"));
    while (cursor.next() && cursor.epochSecond() < endOf2040) {
      System.out.println(cursor.instant());
    }
    assertEquals(Optional.of(Instant.parse("2040-01-31T08:00:00Z")), next);
  }

  private static RecurrenceSet everyOther(String start) {
    return RecurrenceSet.startingAt(LocalDateTime.parse(start), BERLIN)
        .rule(RecurrenceRule.parse("FREQ=WEEKLY;INTERVAL=2"))
        .build();
  }

  @Test
  void decideAConflictForEver() {
    Series odd = Series.of(everyOther("2026-03-02T10:00"), Duration.ofHours(1));
    Series even = Series.of(everyOther("2026-03-09T10:00"), Duration.ofHours(1));
    FirstConflict answer = SeriesConflicts.first(odd, even);
    if (answer instanceof FirstConflict.Never never) {
      System.out.println("never, proved by " + never.proof() + " with tz " + never.tzVersion());
    }
    assertInstanceOf(FirstConflict.Never.class, answer);
  }

  @Test
  void meet() {
    Instant monday = Instant.parse("2026-03-01T23:00:00Z");
    Instant halfPastNine = Instant.parse("2026-03-02T08:30:00Z");
    CalendarId room4 = standup.calendar();
    SchedulingEngine engine =
        SchedulingEngine.builder()
            .stores(JdbcStores.on(dataSource))
            .clock(InstantSource.fixed(monday))
            .build();
    WorkingHours office =
        WorkingHours.in(BERLIN)
            .on(LocalTime.of(9, 0), LocalTime.of(17, 0), DayOfWeek.MONDAY)
            .build();
    SlotRequest request =
        SlotRequest.in(TimeRange.of(monday, Duration.ofDays(1)), Duration.ofMinutes(45))
            .required(List.of(Attendee.of(room4).with(office)))
            .grid(new SlotGrid(Duration.ofMinutes(15), BERLIN))
            .build();
    SlotSearch search = engine.slots(request);
    search.best().forEach(slot -> System.out.println(slot.range() + " " + slot.reasons()));
    search.check(halfPastNine).blockers().forEach(who -> System.out.println(who.reason()));
    assertEquals(Instant.parse("2026-03-02T08:45:00Z"), search.best().get(0).range().start());
    assertFalse(search.check(halfPastNine).isFree());
  }

  private static void placeOrder(Connection connection) throws SQLException {
    connection.createStatement().execute("SELECT 1");
  }

  @Test
  void bookInsideYourOwnTransaction() throws SQLException {
    engine.bookings().cancel(standup.calendar(), firstEvent(), 1);
    // READ COMMITTED, no autocommit
    try (Connection connection = dataSource.getConnection()) {
      SchedulingEngine joined = engine.joining(JdbcTransactions.joining(connection));
      BookingResult result = joined.book(standup);
      placeOrder(connection);
      connection.commit();
    }
    assertTrue(engine.agenda().event(standup.calendar(), standup.id()).isPresent());
  }

  private dev.scheduling.EventId firstEvent() {
    return engine.agenda().changes(standup.calendar(), 0, 1).get(0).event();
  }

  @Test
  void sendWhatWasCommittedAndRedriveWhatWasGivenUp() throws InterruptedException {
    BlockingQueue<String> sent = new LinkedBlockingQueue<>();
    MessageSender sender =
        messages -> {
          messages.forEach(message -> sent.add(message.type()));
          return messages.stream().map(message -> SendResult.sent()).toList();
        };
    Instant now = Instant.parse("2026-03-01T12:00:00Z");
    Stores stores = JdbcStores.on(dataSource);
    Transactions transactions = stores.transactions();
    OutboxRelay relay = OutboxRelay.builder(transactions, stores.outbox(), sender).build().start();
    Outbox outbox = Outbox.of(stores.outbox(), relay);
    transactions.inTransaction(
        tx -> {
          outbox.append(tx, OutboxMessage.builder("order.placed", "order-7", now).build());
          return "sent if and only if this commits, in the order of its key";
        });

    Redrive redrive = Redrive.of(stores.transactions(), stores.outbox(), relay::nudge);
    for (DeadLetter letter : redrive.list(DeadLetterFilter.ALL, 0, 100)) {
      System.out.println(letter.message() + ": " + letter.cause());
      redrive.one(letter.number());
    }

    try (relay) {
      // The booking of the stand-up was told of first.
      List<String> types = new ArrayList<>();
      while (!types.contains("order.placed")) {
        String type = sent.poll(10, TimeUnit.SECONDS);
        assertTrue(type != null, "after " + types);
        types.add(type);
      }
    }
  }

  @Test
  void everySampleOfTheReadmeStandsHere() throws IOException {
    String readme = Files.readString(Path.of("../README.md"));
    String here =
        lines(
            Files.readString(Path.of("src/test/java/dev/scheduling/jdbc/ReadmeSamplesTest.java")));
    Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(readme);
    int blocks = 0;
    while (block.find()) {
      blocks++;
      assertTrue(here.contains(lines(block.group(1))), block.group(1));
    }
    assertEquals(7, blocks);
  }

  /** The text without what formatting may change. */
  private static String lines(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining(" ")).replaceAll("\\s+", "");
  }
}
