package dev.scheduling.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.CalendarId;
import dev.scheduling.OwnerId;
import dev.scheduling.TimeRange;
import dev.scheduling.Transaction;
import dev.scheduling.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What every {@link HoldStore} holds to. Extend it with a store of your own. */
public abstract class HoldStoreContract {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  /** The transactions of the stores under test. */
  protected abstract Transactions transactions();

  /** Where the holds' calendars are. */
  protected abstract CalendarStore calendars();

  /** The store under test; it may hold what other tests put in. */
  protected abstract HoldStore store();

  private <T> T tx(Function<Transaction, T> work) {
    return transactions().inTransaction(work);
  }

  private CalendarId givenCalendar() {
    Calendar calendar = Calendar.of(OwnerId.random(), "Room 4", ZoneOffset.UTC);
    tx(
        tx -> {
          calendars().insertCalendar(tx, calendar);
          return 0;
        });
    return calendar.id();
  }

  private Hold given(Instant start, Instant expires, CalendarId... calendars) {
    Hold hold =
        Hold.of(
            OwnerId.random(),
            List.of(calendars),
            TimeRange.of(start, Duration.ofHours(1)),
            expires);
    tx(
        tx -> {
          calendars().lock(tx, new TreeSet<>(hold.calendars()));
          store().insert(tx, hold);
          return 0;
        });
    return hold;
  }

  private Optional<Hold> find(Hold hold) {
    return tx(tx -> store().find(tx, hold.id()));
  }

  private List<Hold> active(CalendarId calendar, Instant now, int limit) {
    return tx(tx -> store().active(tx, calendar, now, limit));
  }

  @Test
  void holdComesBackAsItWasPut() {
    Hold hold = given(NOON, NOON.plusMillis(90_001), givenCalendar(), givenCalendar());
    assertEquals(Optional.of(hold), find(hold));
    assertTrue(tx(tx -> store().find(tx, dev.scheduling.HoldId.random())).isEmpty());
  }

  @Test
  void activeOnesOfACalendarComeByTheirStartAndEndWhenTheyExpire() {
    CalendarId room = givenCalendar();
    CalendarId person = givenCalendar();
    Hold late = given(NOON.plusSeconds(7200), NOON.plusSeconds(60), room, person);
    Hold early = given(NOON, NOON.plusSeconds(61), room);
    given(NOON, NOON.plusSeconds(60), givenCalendar());
    assertEquals(List.of(early, late), active(room, NOON, 10));
    assertEquals(List.of(late), active(person, NOON, 10));
    assertEquals(List.of(early), active(room, NOON, 1));
    assertEquals(2, active(room, NOON.plusMillis(59_999), 10).size());
    assertEquals(List.of(early), active(room, NOON.plusSeconds(60), 10));
    assertEquals(List.of(), active(room, NOON.plusSeconds(61), 10));
    assertTrue(find(early).isPresent());
  }

  @Test
  void deletedHoldIsGoneOnce() {
    CalendarId room = givenCalendar();
    Hold hold = given(NOON, NOON.plusSeconds(60), room);
    assertTrue(delete(hold));
    assertFalse(delete(hold));
    assertEquals(List.of(), active(room, NOON, 10));
    assertTrue(find(hold).isEmpty());
  }

  @Test
  void holdIsNoLongerInADeletedCalendarAndGoesWithItsLast() {
    CalendarId room = givenCalendar();
    CalendarId person = givenCalendar();
    Hold hold = given(NOON, NOON.plusSeconds(60), room, person);
    delete(room);
    assertEquals(new TreeSet<>(List.of(person)), find(hold).orElseThrow().calendars());
    delete(person);
    assertTrue(find(hold).isEmpty());
  }

  private boolean delete(Hold hold) {
    return tx(tx -> store().delete(tx, hold.id()));
  }

  private void delete(CalendarId calendar) {
    tx(
        tx -> {
          calendars().deleteCalendar(tx, calendar);
          return 0;
        });
  }

  @Test
  void expiredOnesArePrunedAndNoMoreThanAskedFor() {
    CalendarId room = givenCalendar();
    // Long ago, so that no other test's hold is older.
    Instant then = Instant.parse("1990-01-01T00:00:00Z");
    for (int i = 0; i < 3; i++) {
      given(then, then.plusSeconds(i), room);
    }
    Hold left = given(then, then.plusSeconds(3), room);
    assertEquals(2, prune(then.plusSeconds(3)));
    assertEquals(1, prune(then.plusSeconds(3)));
    assertEquals(0, prune(then.plusSeconds(3)));
    assertTrue(find(left).isPresent());
  }

  private int prune(Instant before) {
    return tx(tx -> store().prune(tx, before, 2));
  }

  @Test
  void rollbackLeavesNothing() {
    CalendarId room = givenCalendar();
    Hold hold =
        Hold.of(
            OwnerId.random(),
            List.of(room),
            TimeRange.of(NOON, Duration.ofHours(1)),
            NOON.plusSeconds(60));
    assertThrows(
        IllegalStateException.class,
        () ->
            tx(
                tx -> {
                  store().insert(tx, hold);
                  throw new IllegalStateException("rolled back on purpose");
                }));
    assertTrue(find(hold).isEmpty());
    assertEquals(List.of(), active(room, NOON, 10));
  }
}
