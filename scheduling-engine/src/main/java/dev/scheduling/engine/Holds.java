package dev.scheduling.engine;

import dev.scheduling.CalendarId;
import dev.scheduling.HoldId;
import dev.scheduling.OwnerId;
import dev.scheduling.TimeRange;
import dev.scheduling.Transaction;
import dev.scheduling.Transactions;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.CalendarStore;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.Hold;
import dev.scheduling.calendar.HoldStore;
import dev.scheduling.calendar.InvalidEventException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Keeps time free for somebody who is about to book it. A hold is in the way of others like an
 * event until it expires, is booked ({@link Bookings#book(Event, HoldId)}) or is let go. Two who
 * want to hold the same time race as two bookings do. Thread-safe.
 */
public final class Holds {

  /** The longest that a hold can last before it expires. */
  public static final Duration LONGEST = Duration.ofHours(1);

  private static final int SUGGESTIONS = 3;

  private final Transactions transactions;
  private final CalendarStore calendars;
  private final HoldStore store;
  private final CalendarIndexes indexes;
  private final BookingDesk desk;
  private final InstantSource clock;

  Holds(
      Transactions transactions,
      Stores stores,
      CalendarIndexes indexes,
      BookingDesk desk,
      InstantSource clock) {
    this.transactions = transactions;
    this.calendars = stores.calendars();
    this.store = stores.holds();
    this.indexes = indexes;
    this.desk = desk;
    this.clock = clock;
  }

  /**
   * Holds some time in one or several calendars, in all of them or in none.
   *
   * @param owner for whom
   * @param in 1 to 20 calendars
   * @param range of whole seconds, at most 31 days, and not in the past
   * @param lifetime after which the hold expires: a second to {@link #LONGEST}
   * @throws InvalidEventException if one of these is otherwise, or if a calendar has 200 holds
   *     already
   * @throws NotFoundException if a calendar is not there
   */
  public HoldResult place(
      OwnerId owner, Collection<CalendarId> in, TimeRange range, Duration lifetime) {
    Instant now = clock.instant();
    if (lifetime.compareTo(Duration.ofSeconds(1)) < 0 || lifetime.compareTo(LONGEST) > 0) {
      throw new InvalidEventException(
          "expiresIn", "expiresIn must be PT1S to " + LONGEST + ", but is " + lifetime);
    }
    if (range.start().isBefore(now)) {
      throw new InvalidEventException(
          "start", "start must not be in the past, but is " + range.start() + ", and it is " + now);
    }
    Hold hold = Hold.of(owner, in, range, now.plus(lifetime).truncatedTo(ChronoUnit.MILLIS));
    hold.calendars().forEach(indexes::warm);
    return transactions.inTransaction(tx -> place(tx, hold, now));
  }

  private HoldResult place(Transaction tx, Hold hold, Instant now) {
    LockedCalendars locked = desk.lock(tx, hold.calendars(), null);
    Event event = asEvent(hold);
    LockedCalendars.Findings findings = locked.check(event, null);
    if (findings.refused()) {
      return new BookingResult.Conflicting(
          findings.report(), locked.alternatives(event, now, SUGGESTIONS));
    }
    for (CalendarId id : hold.calendars()) {
      int most = CalendarIndexes.MOST_HOLDS;
      if (store.active(tx, id, now, most).size() == most) {
        throw new InvalidEventException(
            "calendarIds", "the calendar " + id + " has " + most + " holds, which is the most");
      }
      Calendar calendar = locked.get(id);
      if (calendar.heldUntil().isBefore(hold.expires())) {
        calendars.updateCalendar(tx, calendar.withHeldUntil(hold.expires()));
      }
    }
    store.insert(tx, hold);
    return new HoldResult.Held(hold, findings.report());
  }

  /** The hold as one event in all its calendars. */
  private static Event asEvent(Hold hold) {
    List<CalendarId> others = new ArrayList<>(hold.calendars());
    CalendarId first = others.remove(0);
    return hold.asEvent(first).toBuilder().alsoIn(others).build();
  }

  /** A hold that is there and has not expired. */
  public Optional<Hold> find(HoldId hold) {
    return transactions
        .inTransaction(tx -> store.find(tx, hold))
        .filter(found -> !found.isExpired(clock.instant()));
  }

  /**
   * Lets a hold go.
   *
   * @return whether there was one
   */
  public boolean release(HoldId hold) {
    return transactions.inTransaction(tx -> store.delete(tx, hold));
  }
}
