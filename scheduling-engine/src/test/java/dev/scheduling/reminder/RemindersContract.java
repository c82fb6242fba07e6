package dev.scheduling.reminder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.MovableClock;
import dev.scheduling.OwnerId;
import dev.scheduling.Transaction;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.InvalidEventException;
import dev.scheduling.calendar.OccurrenceOverride;
import dev.scheduling.calendar.RecurrenceId;
import dev.scheduling.calendar.Reminder;
import dev.scheduling.calendar.Trigger;
import dev.scheduling.calendar.Trigger.RelativeTo;
import dev.scheduling.engine.BookingResult;
import dev.scheduling.engine.NotFoundException;
import dev.scheduling.engine.SchedulingEngine;
import dev.scheduling.engine.Stores;
import dev.scheduling.notification.Notification;
import dev.scheduling.notification.ReminderNotifications;
import dev.scheduling.outbox.Completion;
import dev.scheduling.outbox.PartitionLease;
import dev.scheduling.outbox.PendingMessage;
import dev.scheduling.recurrence.RecurrenceRule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What reminders promise on every set of stores, from the booking to the notification. */
public abstract class RemindersContract {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final String RELAY = "test";
  private static final Duration GRACE = Duration.ofMinutes(30);
  private static final Duration LOOK_AHEAD = Duration.ofSeconds(30);

  // It begins at 2026-03-02T08:30:00Z, half past nine in Berlin.
  private final MovableClock clock = new MovableClock();
  private final OwnerId owner = OwnerId.random();
  private Stores stores;
  private SchedulingEngine engine;
  private Calendar calendar;
  private List<PartitionLease> leases;
  private ReminderStaging staging;
  private ReminderNotifications consumer;

  /** Stores whose outbox and reminders are empty. */
  protected abstract Stores emptyStores();

  @BeforeEach
  void open() {
    stores = emptyStores();
    engine = SchedulingEngine.builder().stores(stores).clock(clock).build();
    calendar = engine.calendars().create(Calendar.of(owner, "Work", BERLIN));
    leases =
        stores
            .transactions()
            .inTransaction(tx -> stores.outbox().lease(tx, RELAY, Duration.ofMinutes(10)).held());
    staging = staging(2);
    consumer =
        new ReminderNotifications(
            new ReminderDelivery(stores.reminders(), GRACE, clock),
            stores.notifications(),
            notification -> {});
  }

  private ReminderStaging staging(int batch) {
    return new ReminderStaging(
        stores.transactions(),
        stores.calendars(),
        stores.reminders(),
        stores.outbox(),
        LOOK_AHEAD,
        GRACE,
        batch,
        clock);
  }

  private static EventTime at(String local) {
    return EventTime.of(LocalDateTime.parse(local).atZone(BERLIN));
  }

  private static Reminder before(String offset) {
    return Reminder.of(Trigger.Offset.parse(offset, RelativeTo.START));
  }

  private Event.Builder meeting(String local, String... offsets) {
    Event.Builder event =
        Event.builder(calendar, "Meeting").starts(at(local)).lasts(Duration.ofMinutes(30));
    List<Reminder> reminders = new ArrayList<>();
    for (String offset : offsets) {
      reminders.add(before(offset));
    }
    return event.reminders(reminders);
  }

  private Event book(Event.Builder event) {
    return booked(engine.book(event.build()));
  }

  private static Event booked(BookingResult result) {
    return assertInstanceOf(BookingResult.Booked.class, result).event();
  }

  private Event change(Event.Builder event) {
    Event changed = event.build();
    return booked(engine.bookings().change(calendar.id(), changed, changed.stamp().version()));
  }

  private void stage() {
    while (staging.stage().isFull()) {}
  }

  private void go(String instant) {
    clock.move(Duration.between(clock.instant(), Instant.parse(instant)));
  }

  /** Sends what is in the outbox and due, as a relay does. */
  private void deliver() {
    Set<Integer> busy =
        stores
            .transactions()
            .inTransaction(tx -> stores.outbox().partitionsWithWork(tx, RELAY, clock.instant()));
    for (PartitionLease lease : leases) {
      if (busy.contains(lease.partition())) {
        Boolean accepted = stores.transactions().inTransaction(tx -> deliver(tx, lease));
        assertTrue(accepted);
      }
    }
  }

  private boolean deliver(Transaction tx, PartitionLease lease) {
    List<PendingMessage> due = stores.outbox().next(tx, lease.partition(), clock.instant(), 1_000);
    for (PendingMessage pending : due) {
      if (ReminderDelivery.TYPES.contains(pending.message().type())) {
        consumer.consume(tx, pending.message());
      }
    }
    Completion all = new Completion(due, List.of(), List.of(), List.of(), clock.instant());
    return stores.outbox().complete(tx, lease, all);
  }

  /** What was told so far, as kind and due time. */
  private List<String> told() {
    return notifications().stream()
        .map(
            notification ->
                notification.kind() + " " + notification.at().toString().substring(11, 19))
        .toList();
  }

  private List<Notification> notifications() {
    return stores
        .transactions()
        .inTransaction(tx -> stores.notifications().after(tx, owner, 0, 1_000));
  }

  private void stageAndDeliver() {
    stage();
    deliver();
  }

  @Test
  void reminderFiresOnceAndNeverEarly() {
    book(meeting("2026-03-02T10:00:00", "-PT15M"));
    stageAndDeliver();
    go("2026-03-02T08:44:59Z");
    stageAndDeliver();
    assertEquals(List.of(), told());
    go("2026-03-02T08:45:00Z");
    deliver();
    assertEquals(List.of("reminder 08:45:00"), told());
    stageAndDeliver();
    assertEquals(1, told().size());
  }

  @Test
  void eachReminderOfEachOccurrenceFires() {
    book(
        meeting("2026-03-02T10:00:00", "-PT10M", "-PT5M")
            .repeats(RecurrenceRule.parse("FREQ=HOURLY;COUNT=2")));
    for (int minute = 0; minute < 120; minute += 5) {
      clock.move(Duration.ofMinutes(5));
      stageAndDeliver();
    }
    assertEquals(
        List.of("reminder 08:50:00", "reminder 08:55:00", "reminder 09:50:00", "reminder 09:55:00"),
        told());
  }

  @Test
  void movedEventFiresAtItsNewTimeOnlyAlsoWhenItWasStaged() {
    Event event = book(meeting("2026-03-02T10:00:00", "-PT15M"));
    go("2026-03-02T08:44:50Z");
    stage();
    change(event.toBuilder().starts(at("2026-03-02T11:00:00")));
    go("2026-03-02T08:46:00Z");
    stageAndDeliver();
    assertEquals(List.of(), told());
    go("2026-03-02T09:45:00Z");
    stageAndDeliver();
    assertEquals(List.of("reminder 09:45:00"), told());
  }

  @Test
  void deletedEventIsSilentAndARestoredOneFires() {
    Event event = book(meeting("2026-03-02T10:00:00", "-PT15M"));
    go("2026-03-02T08:44:50Z");
    stage();
    engine.bookings().cancel(calendar.id(), event.id(), event.stamp().version());
    go("2026-03-02T08:44:55Z");
    engine.bookings().restore(calendar.id(), event.id());
    Event again = engine.agenda().event(calendar.id(), event.id()).orElseThrow();
    go("2026-03-02T08:45:10Z");
    stageAndDeliver();
    assertEquals(List.of("reminder 08:45:00"), told());
    engine.bookings().cancel(calendar.id(), event.id(), again.stamp().version());
    stageAndDeliver();
    assertEquals(1, told().size());
  }

  @Test
  void nothingIsToldOfWhatWasDeleted() {
    Event event = book(meeting("2026-03-02T10:00:00", "-PT15M"));
    Event other = book(meeting("2026-03-02T11:00:00", "-PT75M"));
    go("2026-03-02T08:44:50Z");
    stage();
    engine.bookings().cancel(calendar.id(), event.id(), event.stamp().version());
    go("2026-03-02T08:46:00Z");
    stageAndDeliver();
    assertEquals(List.of("reminder 08:45:00"), told());
    assertTrue(notifications().get(0).data().contains(other.id().value()));
    engine.calendars().delete(calendar.id());
    go("2026-03-02T10:46:00Z");
    stageAndDeliver();
    assertEquals(1, told().size());
  }

  @Test
  void excludedAndMovedOccurrencesFollowAtOnce() {
    Event series =
        book(
            meeting("2026-03-02T10:00:00", "-PT15M")
                .repeats(RecurrenceRule.parse("FREQ=DAILY;COUNT=4")));
    go("2026-03-02T08:44:50Z");
    stage();
    RecurrenceId first = new RecurrenceId.At(Instant.parse("2026-03-02T09:00:00Z"));
    Event without =
        booked(
            engine
                .bookings()
                .cancelOccurrence(calendar.id(), series.id(), first, series.stamp().version()));
    RecurrenceId third = new RecurrenceId.At(Instant.parse("2026-03-04T09:00:00Z"));
    booked(
        engine
            .bookings()
            .changeOccurrence(
                calendar.id(),
                series.id(),
                OccurrenceOverride.moved(third, at("2026-03-02T12:00:00"), series.length()),
                without.stamp().version()));
    for (int hour = 0; hour < 96; hour++) {
      clock.move(Duration.ofHours(1).minusMinutes(hour == 0 ? 44 : 0));
      stageAndDeliver();
    }
    assertEquals(List.of("reminder 10:45:00", "reminder 08:45:00", "reminder 08:45:00"), told());
  }

  @Test
  void bothPartsOfASplitSeriesFireOnce() {
    Event series =
        book(
            meeting("2026-03-02T10:00:00", "-PT15M")
                .repeats(RecurrenceRule.parse("FREQ=HOURLY;COUNT=3")));
    go("2026-03-02T08:45:00Z");
    stageAndDeliver();
    go("2026-03-02T09:45:00Z");
    stageAndDeliver();
    // The second occurrence has just been told of; it begins the later part.
    engine
        .bookings()
        .changeFollowing(
            calendar.id(),
            series.id(),
            new RecurrenceId.At(Instant.parse("2026-03-02T10:00:00Z")),
            later -> later.toBuilder().title("Later").build(),
            series.stamp().version());
    stageAndDeliver();
    go("2026-03-02T10:45:00Z");
    stageAndDeliver();
    assertEquals(List.of("reminder 08:45:00", "reminder 09:45:00", "reminder 10:45:00"), told());
  }

  @Test
  void changeBetweenTheDueTimeAndTheDeliveryLosesNothingAndRepeatsNothing() {
    Event series =
        book(
            meeting("2026-03-02T10:00:00", "-PT15M")
                .repeats(RecurrenceRule.parse("FREQ=DAILY;COUNT=4")));
    go("2026-03-02T08:44:50Z");
    stage();
    go("2026-03-02T08:45:20Z");
    Event changed =
        booked(
            engine
                .bookings()
                .cancelOccurrence(
                    calendar.id(),
                    series.id(),
                    new RecurrenceId.At(Instant.parse("2026-03-04T09:00:00Z")),
                    series.stamp().version()));
    stageAndDeliver();
    assertEquals(List.of("reminder 08:45:00"), told());
    booked(
        engine
            .bookings()
            .cancelOccurrence(
                calendar.id(),
                series.id(),
                new RecurrenceId.At(Instant.parse("2026-03-05T09:00:00Z")),
                changed.stamp().version()));
    stageAndDeliver();
    assertEquals(1, told().size());
  }

  @Test
  void otherWordsChangeNothing() {
    Event event = book(meeting("2026-03-02T10:00:00", "-PT15M", "-PT10M"));
    go("2026-03-02T08:44:50Z");
    stage();
    change(event.toBuilder().title("Another title"));
    go("2026-03-02T08:50:00Z");
    stageAndDeliver();
    assertEquals(List.of("reminder 08:45:00", "reminder 08:50:00"), told());
  }

  @Test
  void reminderThatIsTakenAwayIsSilentAndTheOtherStays() {
    Event event = book(meeting("2026-03-02T10:00:00", "-PT15M", "-PT10M"));
    go("2026-03-02T08:44:50Z");
    stage();
    change(event.toBuilder().reminders(List.of(before("-PT10M"), before("-PT5M"))));
    go("2026-03-02T08:55:00Z");
    stageAndDeliver();
    assertEquals(List.of("reminder 08:50:00", "reminder 08:55:00"), told());
  }

  @Test
  void whatIsLateFiresWithinTheGraceAndElseIsRecordedAsMissed() {
    book(meeting("2026-03-02T10:00:00", "-PT15M"));
    book(
        meeting("2026-03-02T09:40:00", "PT0S")
            .lasts(Duration.ZERO)
            .repeats(RecurrenceRule.parse("FREQ=MINUTELY;INTERVAL=20;COUNT=6")));
    go("2026-03-02T09:15:00Z");
    stageAndDeliver();
    // Due at 08:40 (more than half an hour ago), 09:00; and 08:45 is just within the grace.
    assertEquals(
        List.of("reminder 08:45:00", "reminder 09:00:00", "reminder.missed 08:40:00"),
        told().stream().sorted().toList());
    go("2026-03-02T09:20:00Z");
    stageAndDeliver();
    assertEquals(4, told().size());
  }

  @Test
  void whatWasStagedAndIsDeliveredFarTooLateIsMissed() {
    book(meeting("2026-03-02T10:00:00", "-PT15M"));
    go("2026-03-02T08:44:50Z");
    stage();
    go("2026-03-02T12:00:00Z");
    deliver();
    assertEquals(List.of("reminder.missed 08:45:00"), told());
  }

  @Test
  void reminderThatIsJustPastWhenItsEventIsBookedFiresAtOnce() {
    book(meeting("2026-03-02T09:42:00", "-PT15M", "-PT20M"));
    stageAndDeliver();
    assertEquals(List.of("reminder 08:27:00"), told());
  }

  @Test
  void snoozedReminderComesAgainOnceAndTheLastWordCounts() {
    book(meeting("2026-03-02T10:00:00", "-PT15M"));
    go("2026-03-02T08:45:00Z");
    stageAndDeliver();
    String id = reminderId();
    engine.reminders().snooze(owner, id, Duration.ofMinutes(10));
    engine.reminders().snooze(owner, id, Duration.ofMinutes(5));
    go("2026-03-02T09:10:00Z");
    stageAndDeliver();
    assertEquals(List.of("reminder 08:45:00", "reminder 08:50:01"), told());
    engine.reminders().snooze(owner, reminderId(), Duration.ofMinutes(1));
    engine.reminders().dismiss(owner, reminderId());
    go("2026-03-02T09:50:00Z");
    stageAndDeliver();
    assertEquals(2, told().size());
  }

  @Test
  void snoozeEndsWithItsEventAndOutlivesAMove() {
    Event event = book(meeting("2026-03-02T10:00:00", "-PT15M"));
    Event gone = book(meeting("2026-03-02T11:00:00", "-PT75M"));
    go("2026-03-02T08:45:00Z");
    stageAndDeliver();
    for (Notification told : notifications()) {
      engine
          .reminders()
          .snooze(
              owner, told.id().substring(0, told.id().lastIndexOf('~')), Duration.ofMinutes(10));
    }
    change(event.toBuilder().title("Moved").description("a little"));
    engine.bookings().cancel(calendar.id(), gone.id(), gone.stamp().version());
    go("2026-03-02T09:00:00Z");
    stageAndDeliver();
    assertEquals(List.of("reminder 08:45:00", "reminder 08:45:00", "reminder 08:55:01"), told());
  }

  @Test
  void nobodySnoozesOrDismissesWhatIsNotTheirs() {
    book(meeting("2026-03-02T10:00:00", "-PT15M"));
    go("2026-03-02T08:45:00Z");
    stageAndDeliver();
    OwnerId stranger = OwnerId.of("stranger");
    String id = reminderId();

    assertThrows(
        NotFoundException.class,
        () -> engine.reminders().snooze(stranger, id, Duration.ofMinutes(5)));
    assertThrows(NotFoundException.class, () -> engine.reminders().dismiss(stranger, id));
    for (String wrong : List.of("", "~", "x~2026-03-02", id + "x", id.replace("09:00", "09:01"))) {
      assertThrows(
          NotFoundException.class,
          () -> engine.reminders().snooze(owner, wrong, Duration.ofMinutes(5)));
    }
    assertThrows(
        InvalidEventException.class,
        () -> engine.reminders().snooze(owner, id, Duration.ofSeconds(59)));
    assertThrows(
        InvalidEventException.class,
        () -> engine.reminders().snooze(owner, id, Duration.ofDays(8)));
  }

  private String reminderId() {
    List<Notification> all = notifications();
    String id = all.get(all.size() - 1).id();
    return id.substring(0, id.lastIndexOf('~'));
  }

  @Test
  void floatingAndAllDayEventsFollowTheCalendarsZone() {
    book(
        Event.builder(calendar, "Walk")
            .starts(EventTime.of(LocalDateTime.parse("2026-03-02T18:00:00")))
            .reminders(List.of(before("-PT15M"))));
    engine.calendars().update(calendar.id(), now -> now.withZone(ZoneId.of("Asia/Seoul")));
    go("2026-03-02T08:45:00Z");
    stageAndDeliver();
    assertEquals(List.of("reminder 08:45:00"), told());
    go("2026-03-02T16:45:00Z");
    stageAndDeliver();
    assertEquals(1, told().size());
  }

  @Test
  void newerTzDatabaseDerivesTheTimesAnew() {
    Event event = book(meeting("2026-03-02T10:00:00", "-PT15M"));
    stores
        .transactions()
        .inTransaction(
            tx -> {
              ReminderCursor right = stores.reminders().ofEvent(tx, event.id()).get(0);
              ReminderTime next = right.next();
              ReminderCursor wrong =
                  new ReminderCursor(
                      right.id(),
                      right.owner(),
                      right.calendar(),
                      right.event(),
                      right.placement(),
                      right.position(),
                      right.channels(),
                      new ReminderTime(
                          next.occurrence(), next.starts(), next.due().plusSeconds(3_600)),
                      right.repeats(),
                      right.staged(),
                      right.settled(),
                      right.revision(),
                      "1999a");
              stores.reminders().update(tx, List.of(wrong));
              return "";
            });
    String page = staging.renew("");
    assertEquals("", staging.renew(page));
    go("2026-03-02T08:45:00Z");
    stageAndDeliver();
    assertEquals(List.of("reminder 08:45:00"), told());
  }
}
