package dev.scheduling.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.CalendarId;
import dev.scheduling.OwnerId;
import dev.scheduling.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What every {@link CalendarStore} holds to. Extend it with a store of your own. */
public abstract class CalendarStoreContract extends CalendarStoreFixture {

  @Test
  void calendarComesBackAsItWasPut() {
    Calendar calendar =
        Calendar.of(OwnerId.random(), "Büro 회의실 🗓", BERLIN)
            .withColor("#3366cc")
            .withConflictPolicy(ConflictPolicy.WARN)
            .withDefaultReminders(
                List.of(
                    new Reminder(
                        Trigger.Offset.parse("-PT15M", Trigger.RelativeTo.START),
                        List.of("email", "push")),
                    Reminder.of(new Trigger.At(NOON))));
    tx(
        tx -> {
          store().insertCalendar(tx, calendar);
          return 0;
        });
    Calendar found = tx(tx -> store().calendar(tx, calendar.id())).orElseThrow();
    assertEquals("Büro 회의실 🗓", found.name());
    assertEquals(BERLIN, found.zone());
    assertEquals(Optional.of("#3366cc"), found.color());
    assertEquals(ConflictPolicy.WARN, found.conflictPolicy());
    assertEquals(calendar.defaultReminders(), found.defaultReminders());
    assertEquals(calendar.owner(), found.owner());
    assertEquals(0, found.revision());
  }

  @Test
  void calendarsOfAnOwnerComeByNameAndNobodyElsesAreAmongThem() {
    OwnerId owner = OwnerId.random();
    Calendar work = Calendar.of(owner, "Work", BERLIN);
    Calendar home = Calendar.of(owner, "Home", BERLIN);
    givenCalendar();
    tx(
        tx -> {
          store().insertCalendar(tx, work);
          store().insertCalendar(tx, home);
          return 0;
        });
    assertEquals(
        List.of(home.id(), work.id()),
        tx(tx -> store().calendars(tx, owner, 10)).stream().map(Calendar::id).toList());
    assertEquals(1, tx(tx -> store().calendars(tx, owner, 1)).size());
  }

  @Test
  void updateKeepsTheRevisionAndDeleteTakesEverythingAlong() {
    Calendar calendar = givenCalendar();
    Event event = given(meeting(calendar).build());
    tx(
        tx -> {
          record(tx, calendar, 1, event.id(), CalendarChange.Kind.CREATED);
          store().updateCalendar(tx, calendar.withName("Room 5").withColor(null));
          return 0;
        });
    Calendar found = tx(tx -> store().calendar(tx, calendar.id())).orElseThrow();
    assertEquals("Room 5", found.name());
    assertEquals(1, found.revision());
    tx(
        tx -> {
          store().deleteCalendar(tx, calendar.id());
          return 0;
        });
    assertTrue(tx(tx -> store().calendar(tx, calendar.id())).isEmpty());
    assertTrue(read(event).isEmpty());
    assertEquals(List.of(), tx(tx -> store().changes(tx, calendar.id(), 0, 10)));
  }

  @Test
  void lockAnswersWithTheCalendarsThatExist() {
    Calendar calendar = givenCalendar();
    CalendarId missing = CalendarId.random();
    var locked =
        tx(tx -> store().lock(tx, new TreeSet<>(List.of(calendar.id(), missing)))).keySet();
    assertEquals(java.util.Set.of(calendar.id()), locked);
  }

  @Test
  void calendarsThatNobodyHasLockedAreLockedAtOnce() {
    Calendar first = givenCalendar();
    Calendar second = givenCalendar();
    Set<CalendarId> locked =
        tx(
            tx ->
                store()
                    .lockIfFree(
                        tx,
                        new TreeSet<>(List.of(first.id(), CalendarId.of("nobody"), second.id())))
                    .keySet());
    assertEquals(Set.of(first.id(), second.id()), locked);
  }

  @Test
  void singleEventComesBackAsItWasPut() {
    Calendar calendar = givenCalendar();
    Event event =
        given(
            meeting(calendar)
                .icalUid("uid-1@example.org")
                .description("Long\ntext with 'quotes' and %_! signs")
                .location("4. Stock")
                .tags(List.of("team", "Daily"))
                .transparency(Transparency.TRANSPARENT)
                .status(EventStatus.TENTATIVE)
                .ends(ZonedDateTime.parse("2026-03-02T17:00+09:00[Asia/Seoul]"))
                .reminders(
                    List.of(
                        Reminder.of(Trigger.Offset.parse("-P1D", Trigger.RelativeTo.START)),
                        Reminder.of(Trigger.Offset.parse("PT5M", Trigger.RelativeTo.END))))
                .starts(ZonedDateTime.parse("2026-03-02T08:30+01:00[Europe/Berlin]"))
                .ends(ZonedDateTime.parse("2026-03-02T17:00+09:00[Asia/Seoul]"))
                .build());
    assertSame(event, read(event).orElseThrow());
  }

  @Test
  void seriesComesBackWithItsRulesAndChangedOccurrences() {
    Calendar calendar = givenCalendar();
    Event event =
        given(
            meeting(calendar)
                .recurrenceLine("RRULE:FREQ=WEEKLY;BYDAY=MO,WE")
                .excluding(LocalDate.of(2026, 3, 9))
                .overrides(
                    List.of(
                        OccurrenceOverride.moved(
                            RecurrenceId.parse("2026-03-04T08:30:00Z"),
                            EventTime.of(
                                ZonedDateTime.parse("2026-03-04T11:00+01:00[Europe/Berlin]")),
                            EventLength.of(Duration.ofMinutes(30))),
                        new OccurrenceOverride(
                            RecurrenceId.parse("2026-03-16T08:30:00Z"),
                            OccurrenceOverride.Range.THIS_AND_FUTURE,
                            EventTime.of(
                                ZonedDateTime.parse("2026-03-16T10:30+01:00[Europe/Berlin]")),
                            EventLength.of(Duration.ofMinutes(15)),
                            "Later",
                            "why",
                            "where",
                            Transparency.OPAQUE,
                            EventStatus.TENTATIVE,
                            List.of("moved"))))
                .build());
    assertSame(event, read(event).orElseThrow());
  }

  @Test
  void floatingAndAllDayEventsComeBackAsSuch() {
    Calendar calendar = givenCalendar();
    Event floating =
        given(
            Event.builder(calendar, "Gym")
                .starts(LocalDateTime.of(2026, 3, 2, 18, 0))
                .lasts(EventLength.parse("PT1H30M"))
                .recurrenceLine("RRULE:FREQ=DAILY;COUNT=3")
                .overrides(
                    List.of(
                        OccurrenceOverride.moved(
                            RecurrenceId.parse("2026-03-03T18:00:00"),
                            EventTime.of(LocalDateTime.of(2026, 3, 3, 19, 0)),
                            EventLength.parse("PT1H"))))
                .stamp(new EventStamp(1, 0, NOON, NOON))
                .build());
    Event allDay =
        given(
            Event.builder(calendar, "Holiday")
                .starts(LocalDate.of(2026, 7, 1))
                .ends(EventTime.of(LocalDate.of(2026, 7, 15)))
                .stamp(new EventStamp(1, 0, NOON, NOON))
                .build());
    assertSame(floating, read(floating).orElseThrow());
    assertSame(allDay, read(allDay).orElseThrow());
  }

  @Test
  void updateReplacesEverything() {
    Calendar calendar = givenCalendar();
    Event before =
        given(
            meeting(calendar)
                .tags(List.of("old"))
                .reminders(
                    List.of(Reminder.of(Trigger.Offset.parse("PT0S", Trigger.RelativeTo.START))))
                .build());
    Event after =
        before.toBuilder()
            .title("Retro")
            .tags(List.of("new"))
            .reminders(List.of())
            .stamp(before.stamp().next(NOON.plusSeconds(60), false))
            .build();
    tx(
        tx -> {
          store().updateEvent(tx, calendar.id(), after, after.occurrences(BERLIN).bounds());
          return 0;
        });
    assertSame(after, read(before).orElseThrow());
  }

  @Test
  void eventMovesToAnotherCalendarAndIsNoLongerInTheFirst() {
    Calendar from = givenCalendar();
    Calendar to = givenCalendar();
    Event event = given(meeting(from).build());
    Event moved = event.toBuilder().calendar(to.id()).build();
    tx(
        tx -> {
          store().updateEvent(tx, from.id(), moved, moved.occurrences(BERLIN).bounds());
          return 0;
        });
    assertTrue(read(event).isEmpty());
    assertSame(moved, read(moved).orElseThrow());
  }

  @Test
  void eventIsNotFoundThroughAnotherCalendar() {
    Calendar mine = givenCalendar();
    Calendar other = givenCalendar();
    Event event = given(meeting(mine).build());
    Event foreign = event.toBuilder().calendar(other.id()).title("Taken over").build();
    tx(
        tx -> {
          store().updateEvent(tx, other.id(), foreign, foreign.occurrences(BERLIN).bounds());
          store().deleteEvent(tx, other.id(), event.id(), NOON);
          return 0;
        });
    assertTrue(read(foreign).isEmpty());
    assertEquals(List.of(), tx(tx -> store().events(tx, other.id(), List.of(event.id()))));
    assertSame(event, read(event).orElseThrow());
  }

  @Test
  void idThatIsInUseIsRefused() {
    Calendar calendar = givenCalendar();
    Event event = given(meeting(calendar).build());
    assertThrows(RuntimeException.class, () -> given(event));
    assertSame(event, read(event).orElseThrow());
  }

  @Test
  void deletedEventIsHiddenUntilItIsRestored() {
    Calendar calendar = givenCalendar();
    Event event = given(meeting(calendar).tags(List.of("kept")).build());
    tx(
        tx -> {
          store().deleteEvent(tx, calendar.id(), event.id(), NOON);
          return 0;
        });
    assertTrue(read(event).isEmpty());
    TimeRange march = TimeRange.of(NOON, Duration.ofDays(30));
    assertEquals(List.of(), tx(tx -> store().eventsIn(tx, List.of(calendar.id()), march, 10)));
    assertEquals(List.of(), tx(tx -> store().events(tx, calendar.id(), EventFilter.all(10))));
    assertTrue(
        tx(tx -> store().deletedEvent(tx, calendar.id(), event.id(), NOON.plusSeconds(1)))
            .isEmpty());
    Event deleted =
        tx(tx -> store().deletedEvent(tx, calendar.id(), event.id(), NOON)).orElseThrow();
    assertSame(event, deleted);
    tx(
        tx -> {
          store().restoreEvent(tx, deleted, deleted.occurrences(BERLIN).bounds());
          return 0;
        });
    assertSame(event, read(event).orElseThrow());
  }

  @Test
  void purgeRemovesOnlyWhatWasDeletedBefore() {
    Calendar calendar = givenCalendar();
    Event early = given(meeting(calendar).build());
    Event late = given(meeting(calendar).build());
    tx(
        tx -> {
          store().deleteEvent(tx, calendar.id(), early.id(), NOON);
          store().deleteEvent(tx, calendar.id(), late.id(), NOON.plusSeconds(10));
          return 0;
        });
    assertTrue(tx(tx -> store().purgeDeleted(tx, NOON.plusSeconds(5), 1000)) >= 1);
    assertTrue(
        tx(tx -> store().deletedEvent(tx, calendar.id(), early.id(), Instant.EPOCH)).isEmpty());
    assertTrue(
        tx(tx -> store().deletedEvent(tx, calendar.id(), late.id(), Instant.EPOCH)).isPresent());
  }

  @Test
  void rollbackLeavesNothing() {
    Calendar calendar = givenCalendar();
    Event event = meeting(calendar).build();
    assertThrows(
        IllegalStateException.class,
        () ->
            tx(
                tx -> {
                  store()
                      .insertEvents(
                          tx, List.of(new BoundedEvent(event, event.occurrences(BERLIN).bounds())));
                  record(tx, calendar, 1, event.id(), CalendarChange.Kind.CREATED);
                  throw new IllegalStateException("rolled back on purpose");
                }));
    assertTrue(read(event).isEmpty());
    assertEquals(0, tx(tx -> store().calendar(tx, calendar.id())).orElseThrow().revision());
    assertEquals(List.of(), tx(tx -> store().changes(tx, calendar.id(), 0, 10)));
  }
}
