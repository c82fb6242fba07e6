package dev.scheduling.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.OwnerId;
import dev.scheduling.SchedulingException;
import dev.scheduling.Transaction;
import dev.scheduling.Transactions;
import dev.scheduling.UnavailableException;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.CalendarStore;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.HoldStore;
import dev.scheduling.calendar.InvalidEventException;
import dev.scheduling.memory.InMemoryStores;
import dev.scheduling.notification.ChannelStore;
import dev.scheduling.notification.NotificationStore;
import dev.scheduling.outbox.InboxStore;
import dev.scheduling.outbox.OutboxStore;
import dev.scheduling.reminder.ReminderStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to bookings that are carried out in one transaction. */
final class GroupBookingsTest {

  private static final LocalDateTime FIRST = LocalDateTime.parse("2026-03-02T00:00");

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final GatedStores stores = new GatedStores();
  private final SchedulingEngine engine =
      SchedulingEngine.builder()
          .stores(stores)
          .clock(InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z")))
          .build();
  private Calendar room;

  /** Stores whose transactions can be held up, counted and broken by the test. */
  private static final class GatedStores implements Stores {

    private final InMemoryStores stores = new InMemoryStores();
    private final AtomicInteger opened = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile Runnable atBeginning = () -> {};
    private volatile Runnable atEnd = () -> {};

    @Override
    public Transactions transactions() {
      return new Transactions() {
        @Override
        public <T> T inTransaction(Function<Transaction, T> work) {
          opened.incrementAndGet();
          try {
            assertTrue(gate.await(60, TimeUnit.SECONDS));
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          atBeginning.run();
          return stores
              .transactions()
              .inTransaction(
                  tx -> {
                    T result = work.apply(tx);
                    atEnd.run();
                    return result;
                  });
        }
      };
    }

    @Override
    public CalendarStore calendars() {
      return stores.calendars();
    }

    @Override
    public HoldStore holds() {
      return stores.holds();
    }

    @Override
    public OutboxStore outbox() {
      return stores.outbox();
    }

    @Override
    public ChannelStore channels() {
      return stores.channels();
    }

    @Override
    public InboxStore inbox() {
      return stores.inbox();
    }

    @Override
    public NotificationStore notifications() {
      return stores.notifications();
    }

    @Override
    public ReminderStore reminders() {
      return stores.reminders();
    }
  }

  @BeforeEach
  void givenARoom() {
    room = calendar();
    booked(meeting(room, -1));
  }

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  private Calendar calendar() {
    return engine.calendars().create(Calendar.of(OwnerId.random(), "Room 4", ZoneOffset.UTC));
  }

  private static Event.Builder meeting(Calendar calendar, int hour) {
    return Event.builder(calendar, "Meeting")
        .starts(FIRST.plusHours(hour).atZone(ZoneOffset.UTC))
        .lasts(Duration.ofHours(1));
  }

  private void booked(Event.Builder event) {
    assertInstanceOf(BookingResult.Booked.class, engine.book(event.build()));
  }

  /** Lets them all come while the first is held up, so that those behind it are one group. */
  private List<Future<BookingResult>> together(List<Event> events) {
    stores.gate = new CountDownLatch(1);
    stores.opened.set(0);
    List<Future<BookingResult>> answers = new ArrayList<>();
    for (Event event : events) {
      CompletableFuture<Thread> caller = new CompletableFuture<>();
      answers.add(
          threads.submit(
              () -> {
                caller.complete(Thread.currentThread());
                return engine.book(event);
              }));
      awaitWaiting(caller.join());
    }
    stores.gate.countDown();
    return answers;
  }

  private static final long LONGEST_WAIT_NANOS = 60_000_000_000L;

  /** Until a thread waits, or waits for the test. */
  private static void awaitWaiting(Thread thread) {
    long start = System.nanoTime();
    while (thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING) {
      assertTrue(System.nanoTime() - start < LONGEST_WAIT_NANOS, "does not come to wait");
      Thread.yield();
    }
  }

  private static BookingResult answer(Future<BookingResult> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }

  private static Throwable failure(Future<BookingResult> future) {
    return assertThrows(ExecutionException.class, () -> answer(future)).getCause();
  }

  private int lines() {
    return engine.agenda().changes(room.id(), 1, 100).size();
  }

  @Test
  void bookingsThatWaitForTheSameCalendarAreOneTransaction() throws Exception {
    List<Event> events = new ArrayList<>();
    for (int hour = 0; hour < 20; hour++) {
      events.add(meeting(room, hour).build());
    }
    for (Future<BookingResult> each : together(events)) {
      assertInstanceOf(BookingResult.Booked.class, answer(each));
    }
    assertEquals(1, stores.opened.get());
    assertEquals(20, lines());
  }

  @Test
  void eachIsHeldAgainstThoseBeforeItInItsGroup() throws Exception {
    Event first = meeting(room, 0).build();
    List<Future<BookingResult>> answers =
        together(
            List.of(
                first,
                meeting(room, 0).build(),
                meeting(room, 1).recurrenceLine("RRULE:FREQ=DAILY").build(),
                meeting(room, 25).build()));
    assertInstanceOf(BookingResult.Booked.class, answer(answers.get(0)));
    BookingResult.Conflicting refused =
        assertInstanceOf(BookingResult.Conflicting.class, answer(answers.get(1)));
    assertEquals(first.id(), refused.conflicts().get(0).existing().event().id());
    assertInstanceOf(BookingResult.Booked.class, answer(answers.get(2)));
    assertInstanceOf(BookingResult.Conflicting.class, answer(answers.get(3)));
    assertEquals(2, lines());
  }

  @Test
  void eachRefusalOfAGroupNamesWhatIsInItsOwnWay() throws Exception {
    Event five = meeting(room, 5).build();
    Event seven = meeting(room, 7).build();
    assertInstanceOf(BookingResult.Booked.class, engine.book(five));
    assertInstanceOf(BookingResult.Booked.class, engine.book(seven));
    Event fresh = meeting(room, 0).build();
    List<Future<BookingResult>> answers =
        together(
            List.of(
                meeting(room, 7).build(),
                fresh,
                meeting(room, 5).lasts(Duration.ofHours(3)).build(),
                meeting(room, 0).build()));
    assertEquals(List.of(seven.id()), inTheWay(answers.get(0)));
    assertInstanceOf(BookingResult.Booked.class, answer(answers.get(1)));
    assertEquals(List.of(five.id(), seven.id()), inTheWay(answers.get(2)));
    assertEquals(List.of(fresh.id()), inTheWay(answers.get(3)));
  }

  private static List<EventId> inTheWay(Future<BookingResult> refused) throws Exception {
    return assertInstanceOf(BookingResult.Conflicting.class, answer(refused)).conflicts().stream()
        .map(conflict -> conflict.existing().event().id())
        .toList();
  }

  @Test
  void everybodyHearsOfTheirOwnMistakeAndNobodyElses() throws Exception {
    CalendarId nowhere = CalendarId.of("nowhere");
    List<Future<BookingResult>> answers =
        together(
            List.of(
                meeting(room, 0).build(),
                meeting(room, 1)
                    .recurrenceLine("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")
                    .build(),
                meeting(room, 2).build(),
                meeting(room, 3).alsoIn(List.of(nowhere)).build()));
    assertInstanceOf(BookingResult.Booked.class, answer(answers.get(0)));
    assertInstanceOf(InvalidEventException.class, failure(answers.get(1)));
    assertInstanceOf(BookingResult.Booked.class, answer(answers.get(2)));
    assertInstanceOf(NotFoundException.class, failure(answers.get(3)));
    assertEquals(2, lines());
  }

  @Test
  void bookingThatTheStoreRefusesFailsAloneAndTheOthersAreMade() throws Exception {
    Event first = meeting(room, 0).build();
    Event sameId = meeting(room, 1).id(first.id()).build();
    List<Future<BookingResult>> answers =
        together(List.of(first, sameId, meeting(room, 2).build()));
    assertInstanceOf(BookingResult.Booked.class, answer(answers.get(2)));
    int failed = 0;
    for (Future<BookingResult> each : answers.subList(0, 2)) {
      try {
        answer(each);
      } catch (ExecutionException e) {
        assertInstanceOf(IllegalArgumentException.class, e.getCause());
        failed++;
      }
    }
    assertEquals(1, failed);
    assertEquals(2, lines());
  }

  @Test
  void whatFailsAtTheCommitIsToldToAllAndNeverTriedAgain() {
    List<Event> events = List.of(meeting(room, 0).build(), meeting(room, 1).build());
    stores.atEnd =
        () -> {
          throw new SchedulingException("whether it was committed is unknown");
        };
    for (Future<BookingResult> each : together(events)) {
      assertInstanceOf(SchedulingException.class, failure(each));
    }
    assertEquals(1, stores.opened.get());
    stores.atEnd = () -> {};
    assertEquals(0, lines());
    booked(meeting(room, 0));
  }

  @Test
  void storeThatCannotBeReachedIsAskedOnceForAGroup() {
    stores.atBeginning =
        () -> {
          throw new UnavailableException("gone", new IllegalStateException());
        };
    List<Event> events =
        List.of(meeting(room, 0).build(), meeting(room, 1).build(), meeting(room, 2).build());
    for (Future<BookingResult> each : together(events)) {
      assertInstanceOf(UnavailableException.class, failure(each));
    }
    assertEquals(1, stores.opened.get());
  }

  @Test
  void linesThatMeetAtADeskShareATransactionAndSeeEachOthersBookings() throws Exception {
    Calendar person = calendar();
    booked(meeting(person, -1));
    List<Event> events = new ArrayList<>();
    for (int hour = 0; hour < 10; hour++) {
      events.add(meeting(room, hour).build());
      events.add(meeting(person, hour).alsoIn(List.of(room.id())).build());
    }
    int booked = 0;
    for (Future<BookingResult> each : together(events)) {
      booked += answer(each) instanceof BookingResult.Booked ? 1 : 0;
    }
    assertEquals(10, booked);
    assertEquals(10, lines());
  }
}
