package dev.scheduling.reminder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.MovableClock;
import dev.scheduling.OwnerId;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.RecurrenceId;
import dev.scheduling.calendar.Reminder;
import dev.scheduling.calendar.Trigger;
import dev.scheduling.calendar.Trigger.RelativeTo;
import dev.scheduling.engine.BookingResult;
import dev.scheduling.engine.SchedulingEngine;
import dev.scheduling.memory.InMemoryStores;
import dev.scheduling.recurrence.RecurrenceRule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is still true of a reminder that has fired, while its mail has not got through. */
class ReminderCheckTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Instant DUE = Instant.parse("2026-03-02T08:45:00Z");
  private static final String FIRST = "~2026-03-02T09:00:00Z";

  private final InMemoryStores stores = new InMemoryStores(new MovableClock());
  private final SchedulingEngine engine =
      SchedulingEngine.builder().stores(stores).clock(new MovableClock()).build();
  private final Calendar calendar =
      engine.calendars().create(Calendar.of(OwnerId.random(), "Work", BERLIN));
  private final ReminderCheck check =
      new ReminderCheck(stores.transactions(), stores.calendars(), stores.reminders());

  private static EventTime at(String local) {
    return EventTime.of(LocalDateTime.parse(local).atZone(BERLIN));
  }

  private Event series() {
    Reminder reminder = Reminder.of(Trigger.Offset.parse("-PT15M", RelativeTo.START));
    return booked(
        engine.book(
            Event.builder(calendar, "Meeting")
                .starts(at("2026-03-02T10:00:00"))
                .lasts(Duration.ofMinutes(30))
                .repeats(RecurrenceRule.parse("FREQ=DAILY;COUNT=4"))
                .reminders(List.of(reminder))
                .build()));
  }

  private static Event booked(BookingResult result) {
    return assertInstanceOf(BookingResult.Booked.class, result).event();
  }

  private Event change(Event.Builder event) {
    Event changed = event.build();
    return booked(engine.bookings().change(calendar.id(), changed, changed.stamp().version()));
  }

  private ReminderCursor cursor(Event event) {
    return stores
        .transactions()
        .inTransaction(tx -> stores.reminders().ofEvent(tx, event.id()))
        .get(0);
  }

  @Test
  void reminderStandsAsLongAsItsOccurrenceIsWhereItWas() {
    Event series = series();
    ReminderCursor before = cursor(series);
    assertTrue(check.stands(before.id() + FIRST, DUE));

    // Another occurrence goes: the revision moves on, and this one stays what it was.
    Event without =
        booked(
            engine
                .bookings()
                .cancelOccurrence(
                    calendar.id(),
                    series.id(),
                    occurrence("2026-03-04T09:00:00Z"),
                    series.stamp().version()));
    assertEquals(before.revision() + 1, cursor(series).revision());
    assertTrue(check.stands(before.id() + FIRST, DUE));

    change(without.toBuilder().starts(at("2026-03-02T10:30:00")));
    assertFalse(check.stands(before.id() + FIRST, DUE));
  }

  @Test
  void reminderOfWhatWasCancelledOrDeletedOrNeverWasDoesNotStand() {
    Event series = series();
    String id = cursor(series).id();
    Event without =
        booked(
            engine
                .bookings()
                .cancelOccurrence(
                    calendar.id(),
                    series.id(),
                    occurrence("2026-03-02T09:00:00Z"),
                    series.stamp().version()));
    assertFalse(check.stands(id + FIRST, DUE));

    String second = id + "~2026-03-03T09:00:00Z";
    Instant dayLater = DUE.plus(Duration.ofDays(1));
    assertTrue(check.stands(second, dayLater));
    Event unreminded = change(without.toBuilder().reminders(List.of()));
    assertFalse(check.stands(second, dayLater), "the reminder was taken off");
    assertEquals(List.of(), unreminded.reminders());
    engine.bookings().cancel(calendar.id(), unreminded.id(), unreminded.stamp().version());

    Event other = series();
    String otherId = cursor(other).id();
    assertTrue(check.stands(otherId + FIRST, DUE));
    engine.bookings().cancel(calendar.id(), other.id(), other.stamp().version());
    assertFalse(check.stands(otherId + FIRST, DUE));
    for (String wrong : List.of("", "~", "nobody" + FIRST, otherId, otherId + "~soon")) {
      assertFalse(check.stands(wrong, DUE), wrong);
    }
  }

  @Test
  void reminderThatWasPutOffStandsAsLongAsItsOccurrenceIsThere() {
    Event series = series();
    Instant due =
        engine
            .reminders()
            .snooze(calendar.owner(), cursor(series).id() + FIRST, Duration.ofMinutes(5));
    String snoozed =
        stores
                .transactions()
                .inTransaction(tx -> stores.reminders().ofEvent(tx, series.id()))
                .stream()
                .filter(ReminderCursor::isSnoozed)
                .findFirst()
                .orElseThrow()
                .id()
            + FIRST;
    assertTrue(check.stands(snoozed, due));
    engine.bookings().cancel(calendar.id(), series.id(), series.stamp().version());
    assertFalse(check.stands(snoozed, due));
  }

  private static RecurrenceId occurrence(String start) {
    return new RecurrenceId.At(Instant.parse(start));
  }
}
