package dev.scheduling.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.OwnerId;
import dev.scheduling.SchedulingException;
import dev.scheduling.TimeRange;
import dev.scheduling.Transaction;
import dev.scheduling.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What every {@link CalendarStore} holds to. Extend it with a store of your own. */
public abstract class CalendarStoreContract {

  protected static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  /** The transactions of the store under test. */
  protected abstract Transactions transactions();

  /** The store under test; it may hold calendars of other tests. */
  protected abstract CalendarStore store();

  private <T> T tx(Function<Transaction, T> work) {
    return transactions().inTransaction(work);
  }

  private Calendar givenCalendar() {
    Calendar calendar = Calendar.of(OwnerId.random(), "Room 4", BERLIN);
    tx(
        tx -> {
          store().insertCalendar(tx, calendar);
          return 0;
        });
    return calendar;
  }

  private static Event.Builder meeting(Calendar calendar) {
    return Event.builder(calendar, "Stand-up")
        .starts(ZonedDateTime.parse("2026-03-02T09:30+01:00[Europe/Berlin]"))
        .lasts(Duration.ofMinutes(15))
        .stamp(new EventStamp(1, 0, NOON, NOON));
  }

  private Event given(Event event) {
    tx(
        tx -> {
          store()
              .insertEvents(
                  tx, List.of(new BoundedEvent(event, event.occurrences(BERLIN).bounds())));
          return 0;
        });
    return event;
  }

  private Optional<Event> read(Event event) {
    return tx(tx -> store().event(tx, event.calendar(), event.id()));
  }

  /** All that a store keeps of an event, as text. */
  private static String content(Event event) {
    return String.join(
        "|",
        event.id().value(),
        event.calendar().value(),
        event.alsoIn().toString(),
        event.icalUid(),
        event.title(),
        event.description(),
        event.location(),
        event.start().toString(),
        event.end().toString(),
        event.recurrence().toLines().toString(),
        String.valueOf(event.isRecurring()),
        new java.util.HashSet<>(event.overrides()).toString(),
        event.transparency().name(),
        event.status().name(),
        event.tags().toString(),
        event.reminders().toString(),
        event.stamp().toString());
  }

  private static void assertSame(Event expected, Event actual) {
    assertEquals(content(expected), content(actual));
  }

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

  private int record(
      Transaction tx, Calendar calendar, long revision, EventId event, CalendarChange.Kind kind) {
    return record(tx, calendar, new CalendarChange(revision, event, kind), NOON);
  }

  private int record(Transaction tx, Calendar calendar, CalendarChange change, Instant at) {
    store().recordChanges(tx, calendar.id(), List.of(change), at);
    return 0;
  }

  @Test
  void changeThatDoesNotFollowTheRevisionIsRefused() {
    Calendar calendar = givenCalendar();
    for (long revision : List.of(0L, 2L)) {
      assertThrows(
          SchedulingException.class,
          () ->
              tx(
                  tx ->
                      record(
                          tx, calendar, revision, EventId.random(), CalendarChange.Kind.CREATED)));
    }
    assertEquals(List.of(), tx(tx -> store().changes(tx, calendar.id(), 0, 10)));
  }

  @Test
  void oldLinesOfTheLogArePrunedTheOldestFirstAndNoMoreThanAskedFor() {
    Calendar calendar = givenCalendar();
    // Long ago, so that no line of another test is older.
    Instant then = Instant.parse("1990-01-01T00:00:00Z");
    tx(
        tx -> {
          for (int i = 1; i <= 5; i++) {
            record(
                tx,
                calendar,
                new CalendarChange(i, EventId.random(), CalendarChange.Kind.CREATED),
                then.plusSeconds(i));
          }
          return 0;
        });
    Instant before = then.plusSeconds(4);
    assertEquals(2, prune(before));
    assertEquals(List.of(3L, 4L, 5L), revisions(calendar));
    assertEquals(1, prune(before));
    assertEquals(0, prune(before));
    assertEquals(List.of(4L, 5L), revisions(calendar));
    assertEquals(5, tx(tx -> store().calendar(tx, calendar.id())).orElseThrow().revision());
  }

  private int prune(Instant before) {
    return tx(tx -> store().pruneChanges(tx, before, 2));
  }

  private List<Long> revisions(Calendar calendar) {
    return tx(tx -> store().changes(tx, calendar.id(), 0, 10)).stream()
        .map(CalendarChange::revision)
        .toList();
  }

  @Test
  void revisionsCountUpWithoutGapsAndTheLogComesInTheirOrder() {
    Calendar calendar = givenCalendar();
    EventId a = EventId.random();
    EventId b = EventId.random();
    tx(
        tx -> {
          record(tx, calendar, 1, a, CalendarChange.Kind.CREATED);
          record(tx, calendar, 2, b, CalendarChange.Kind.CREATED);
          return record(tx, calendar, 3, a, CalendarChange.Kind.DELETED);
        });
    assertEquals(
        List.of(
            new CalendarChange(2, b, CalendarChange.Kind.CREATED),
            new CalendarChange(3, a, CalendarChange.Kind.DELETED)),
        tx(tx -> store().changes(tx, calendar.id(), 1, 10)));
    assertEquals(1, tx(tx -> store().changes(tx, calendar.id(), 0, 1)).size());
    assertEquals(3, tx(tx -> store().calendar(tx, calendar.id())).orElseThrow().revision());
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
  void windowFindsWhatMeetsItAndEndlessSeriesAlways() {
    Calendar calendar = givenCalendar();
    Event single = given(meeting(calendar).build());
    Event series = given(meeting(calendar).recurrenceLine("RRULE:FREQ=YEARLY").build());
    TimeRange march = TimeRange.of(Instant.parse("2026-03-02T00:00:00Z"), Duration.ofDays(1));
    TimeRange far = TimeRange.of(Instant.parse("2200-03-02T00:00:00Z"), Duration.ofDays(1));
    TimeRange before = TimeRange.of(Instant.parse("2026-02-01T00:00:00Z"), Duration.ofDays(1));
    assertEquals(
        java.util.Set.of(single.id(), series.id()), idsIn(calendar, march), "both in March");
    assertEquals(java.util.Set.of(series.id()), idsIn(calendar, far), "only the series later");
    assertEquals(java.util.Set.of(), idsIn(calendar, before), "nothing before");
  }

  private java.util.Set<EventId> idsIn(Calendar calendar, TimeRange window) {
    List<Event> found = tx(tx -> store().eventsIn(tx, List.of(calendar.id()), window, 10));
    return new java.util.HashSet<>(found.stream().map(Event::id).toList());
  }

  @Test
  void eventOfSeveralCalendarsIsReadThroughEachAndWrittenThroughItsOwn() {
    Calendar person = givenCalendar();
    Calendar room = givenCalendar();
    Calendar other = givenCalendar();
    Event event = given(meeting(person).icalUid("shared").alsoIn(List.of(room.id())).build());
    for (Calendar calendar : List.of(person, room)) {
      assertSame(event, tx(tx -> store().event(tx, calendar.id(), event.id())).orElseThrow());
      assertEquals(List.of(event.id()), ids(calendar, EventFilter.all(10)));
      assertEquals(List.of(event.id()), ids(calendar, filter("stand", null)));
      assertEquals(1, tx(tx -> store().events(tx, calendar.id(), List.of(event.id()))).size());
      assertTrue(tx(tx -> store().eventByIcalUid(tx, calendar.id(), "shared")).isPresent());
    }
    assertTrue(tx(tx -> store().event(tx, other.id(), event.id())).isEmpty());
    assertEquals(List.of(), ids(other, EventFilter.all(10)));
    List<CalendarId> all = List.of(person.id(), room.id(), other.id());
    TimeRange day = TimeRange.of(Instant.parse("2026-03-02T00:00:00Z"), Duration.ofDays(1));
    assertEquals(1, tx(tx -> store().eventsIn(tx, all, day, 10)).size());
    tx(
        tx -> {
          store().updateEvent(tx, room.id(), event, event.occurrences(BERLIN).bounds());
          store().deleteEvent(tx, room.id(), event.id(), NOON);
          return 0;
        });
    assertSame(event, read(event).orElseThrow());
    assertEquals(event.calendars(), tx(tx -> store().calendarsOf(tx, person.id(), event.id())));
    assertEquals(java.util.Set.of(), tx(tx -> store().calendarsOf(tx, room.id(), event.id())));
  }

  @Test
  void eventLeavesAndEntersOtherCalendarsAndComesBackFromDeletionInAll() {
    Calendar person = givenCalendar();
    Calendar room = givenCalendar();
    Calendar beamer = givenCalendar();
    Event event = given(meeting(person).alsoIn(List.of(room.id())).build());
    Event moved = event.toBuilder().alsoIn(List.of(beamer.id())).build();
    TimeRange bounds = moved.occurrences(BERLIN).bounds();
    tx(
        tx -> {
          store().updateEvent(tx, person.id(), moved, bounds);
          return 0;
        });
    assertEquals(List.of(), ids(room, EventFilter.all(10)));
    assertEquals(List.of(event.id()), ids(beamer, EventFilter.all(10)));
    assertEquals(
        List.of(event.id()),
        tx(tx -> store().eventsAlsoElsewhere(tx, person.id(), 10)).stream()
            .map(Event::id)
            .toList());
    assertEquals(
        java.util.Set.of(beamer.id()), tx(tx -> store().calendarsBeside(tx, person.id(), 10)));
    tx(
        tx -> {
          store().deleteEvent(tx, person.id(), event.id(), NOON);
          return 0;
        });
    assertEquals(List.of(), ids(beamer, EventFilter.all(10)));
    assertEquals(List.of(), tx(tx -> store().eventsAlsoElsewhere(tx, person.id(), 10)));
    assertEquals(moved.calendars(), tx(tx -> store().calendarsOf(tx, person.id(), event.id())));
    Event deleted = tx(tx -> store().deletedEvent(tx, person.id(), event.id(), NOON)).orElseThrow();
    assertSame(moved, deleted);
    assertTrue(tx(tx -> store().deletedEvent(tx, beamer.id(), event.id(), NOON)).isEmpty());
    tx(
        tx -> {
          store().restoreEvent(tx, deleted, bounds);
          return 0;
        });
    assertEquals(List.of(event.id()), ids(beamer, EventFilter.all(10)));
  }

  @Test
  void eventOutlivesAnotherCalendarThatItIsInAndGoesWithItsOwn() {
    Calendar person = givenCalendar();
    Calendar room = givenCalendar();
    Calendar beamer = givenCalendar();
    Event event = given(meeting(person).alsoIn(List.of(room.id(), beamer.id())).build());
    tx(
        tx -> {
          store().deleteCalendar(tx, room.id());
          return 0;
        });
    assertEquals(List.of(beamer.id()), read(event).orElseThrow().alsoIn());
    tx(
        tx -> {
          store().deleteCalendar(tx, person.id());
          return 0;
        });
    assertEquals(List.of(), ids(beamer, EventFilter.all(10)));
  }

  @Test
  void pagesOfAListHoldEventsOfBothKindsInTheOrderOfTheirIds() {
    Calendar person = givenCalendar();
    Calendar room = givenCalendar();
    for (int i = 0; i < 4; i++) {
      given(meeting(room).build());
      given(meeting(person).alsoIn(List.of(room.id())).build());
    }
    List<EventId> paged = new java.util.ArrayList<>();
    EventFilter filter = EventFilter.all(3);
    List<EventId> page = ids(room, filter);
    while (!page.isEmpty()) {
      paged.addAll(page);
      page = ids(room, filter.after(page.get(page.size() - 1)));
    }
    assertEquals(8, paged.size());
    assertEquals(paged.stream().sorted().distinct().toList(), paged);
  }

  @Test
  void filterLooksForTextLiterallyAndWithoutRegardToCase() {
    Calendar calendar = givenCalendar();
    Event percent = given(meeting(calendar).title("100% Überstunden").build());
    Event plain = given(meeting(calendar).title("100 things").location("ROOM").build());
    assertEquals(List.of(percent.id()), ids(calendar, filter("100%", null)));
    assertEquals(List.of(percent.id()), ids(calendar, filter("überSTUNDEN", null)));
    assertEquals(List.of(plain.id()), ids(calendar, filter("room", null)));
    assertEquals(List.of(), ids(calendar, filter("100_", null)));
  }

  @Test
  void filterFindsATagWhateverItsCaseAndNoPartOfIt() {
    Calendar calendar = givenCalendar();
    Event tagged = given(meeting(calendar).tags(List.of("Team%")).build());
    given(meeting(calendar).tags(List.of("Teams")).build());
    assertEquals(List.of(tagged.id()), ids(calendar, filter(null, "team%")));
    assertEquals(List.of(), ids(calendar, filter(null, "team")));
  }

  @Test
  void filterPagesById() {
    Calendar calendar = givenCalendar();
    for (int i = 0; i < 5; i++) {
      given(meeting(calendar).build());
    }
    List<EventId> first = ids(calendar, EventFilter.all(3));
    List<EventId> second = ids(calendar, EventFilter.all(3).after(first.get(2)));
    assertEquals(3, first.size());
    assertEquals(2, second.size());
    assertTrue(second.stream().allMatch(id -> id.compareTo(first.get(2)) > 0));
  }

  @Test
  void filterTakesWhatChangedSince() {
    Calendar calendar = givenCalendar();
    Event old = given(meeting(calendar).build());
    Event fresh =
        given(meeting(calendar).stamp(new EventStamp(2, 0, NOON, NOON.plusSeconds(9))).build());
    assertEquals(
        List.of(fresh.id()),
        ids(calendar, new EventFilter(null, null, NOON.plusSeconds(9), null, 10)));
    assertEquals(2, ids(calendar, new EventFilter(null, null, NOON, null, 10)).size());
    assertTrue(read(old).isPresent());
  }

  private static EventFilter filter(String text, String tag) {
    return new EventFilter(text, tag, null, null, 10);
  }

  private List<EventId> ids(Calendar calendar, EventFilter filter) {
    return tx(tx -> store().events(tx, calendar.id(), filter)).stream().map(Event::id).toList();
  }

  @Test
  void eventIsFoundByTheUidThatOtherCalendarsKnow() {
    Calendar calendar = givenCalendar();
    Event event = given(meeting(calendar).icalUid("Äpfel@example.org").build());
    assertSame(
        event,
        tx(tx -> store().eventByIcalUid(tx, calendar.id(), "Äpfel@example.org")).orElseThrow());
    assertTrue(tx(tx -> store().eventByIcalUid(tx, calendar.id(), "äpfel@example.org")).isEmpty());
  }

  @Test
  void moreIdsThanAStatementTakesAreFoundAllTheSame() {
    Calendar calendar = givenCalendar();
    Event event = given(meeting(calendar).build());
    List<EventId> ids =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.generate(EventId::random).limit(1_200),
                java.util.stream.Stream.of(event.id()))
            .toList();
    assertEquals(1, tx(tx -> store().events(tx, calendar.id(), ids)).size());
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
