package dev.scheduling.engine;

import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.HoldId;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.InvalidEventException;
import dev.scheduling.calendar.OccurrenceOverride;
import dev.scheduling.calendar.RecurrenceId;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Puts events into calendars, changes them and takes them out, each in one transaction with the
 * check for conflicts and the message that tells of it. Thread-safe.
 *
 * <p>New events that several threads book at the same time may share a transaction, which one of
 * these threads carries out; each call returns after the commit with an answer of its own.
 *
 * <p>Every change names the version of the event that the caller had read. All methods throw {@link
 * NotFoundException} if the calendar, the event or the occurrence is not there, {@link
 * StaleVersionException} if the event has another version by now, and {@link
 * dev.scheduling.SchedulingException} if the store fails; in each case nothing is written.
 */
public final class Bookings {

  /** How long a deleted event can come back. */
  public static final Duration RESTORABLE = Duration.ofDays(30);

  private final BookingDesk desk;
  private final @Nullable GroupBookings groups;
  private final boolean writes;

  /**
   * @param groups books together with others; null where nothing is written, or a transaction is
   *     the caller's
   */
  Bookings(BookingDesk desk, @Nullable GroupBookings groups, boolean writes) {
    this.desk = desk;
    this.groups = groups;
    this.writes = writes;
  }

  /** The same acts with the same answers, but nothing is written. */
  public Bookings dryRun() {
    return new Bookings(desk, null, false);
  }

  /**
   * Books a new event.
   *
   * @throws InvalidEventException if one of its rules never matches any day
   */
  public BookingResult book(Event event) {
    return groups == null
        ? desk.write(BookingDesk.Act.book(event, null, () -> checked(event)), writes)
        : groups.book(event);
  }

  /**
   * Books a new event in place of a hold, which is in its way no longer and is gone afterwards. If
   * the event is refused, the hold stays.
   *
   * @param hold that of the one who books; whose it is, is the caller's affair
   * @throws InvalidEventException if the hold is not there or has expired, or if one of the event's
   *     rules never matches any day
   */
  public BookingResult book(Event event, HoldId hold) {
    return desk.write(BookingDesk.Act.book(event, hold, () -> checked(event)), writes);
  }

  /**
   * Replaces an event, the whole series where it repeats; another {@link Event#calendar()} than
   * {@code calendar} moves it there, and {@link Event#alsoIn()} says in which others it is to be.
   *
   * @param calendar the calendar that the event belongs to now
   * @param changed the event as it is to be; its id says which
   */
  public BookingResult change(CalendarId calendar, Event changed, long expectedVersion) {
    return desk.write(
        BookingDesk.Act.change(
            calendar, changed, expectedVersion, now -> checked(realigned(now, changed))),
        writes);
  }

  /** Replaces one occurrence of a series, or one and all later ones by the same distance. */
  public BookingResult changeOccurrence(
      CalendarId calendar, EventId event, OccurrenceOverride change, long expectedVersion) {
    return desk.write(
        BookingDesk.Act.edit(
            calendar,
            event,
            expectedVersion,
            now -> {
              require(now, change.id());
              return checked(with(now, change));
            }),
        writes);
  }

  /** Takes one occurrence out of a series. */
  public BookingResult cancelOccurrence(
      CalendarId calendar, EventId event, RecurrenceId occurrence, long expectedVersion) {
    return desk.write(
        BookingDesk.Act.edit(
            calendar,
            event,
            expectedVersion,
            now -> {
              require(now, occurrence);
              return now.without(occurrence);
            }),
        writes);
  }

  /**
   * Changes a series from one occurrence on: it is cut in two, and the later part is changed. At
   * the first occurrence it is not cut but changed as a whole.
   *
   * @param from the first occurrence to change
   * @param change makes the new later part of the present one, which has the id it will keep
   * @return both parts, the earlier with a new end
   * @throws InvalidEventException if the change puts the later part into other calendars
   */
  public BookingResult changeFollowing(
      CalendarId calendar,
      EventId event,
      RecurrenceId from,
      UnaryOperator<Event> change,
      long expectedVersion) {
    return desk.split(
        calendar,
        event,
        from,
        part -> checked(realigned(part, change.apply(part))),
        expectedVersion,
        writes);
  }

  /**
   * Ends a series before one of its occurrences. At the first occurrence it is deleted.
   *
   * @return what is left of the event
   */
  public Optional<Event> cancelFollowing(
      CalendarId calendar, EventId event, RecurrenceId from, long expectedVersion) {
    return desk.cutShort(calendar, event, from, expectedVersion, writes);
  }

  /**
   * Deletes an event with all its occurrences, in all its calendars. It can come back for {@link
   * #RESTORABLE}.
   *
   * @return the event as it was
   */
  public Event cancel(CalendarId calendar, EventId event, long expectedVersion) {
    return desk.delete(calendar, event, expectedVersion, writes);
  }

  /**
   * Brings back an event that was deleted, into all its calendars that are left, if nothing has
   * taken its time meanwhile.
   */
  public BookingResult restore(CalendarId calendar, EventId event) {
    return desk.restore(calendar, event, RESTORABLE, writes);
  }

  /**
   * Every calendar that an event is in that belongs to {@code calendar}, be it deleted or not:
   * those in which a change or a restore takes time. Only {@code calendar} if there is none.
   */
  public SortedSet<CalendarId> calendarsOf(CalendarId calendar, EventId event) {
    return desk.calendarsOf(calendar, event);
  }

  /**
   * The changed event; if it was only moved, with everything that hangs on its start moved along.
   */
  private static Event realigned(Event now, Event changed) {
    boolean movedOnly =
        now.isRecurring()
            && !now.start().equals(changed.start())
            && now.start().getClass() == changed.start().getClass()
            && now.recurrence().toLines().equals(changed.recurrence().toLines())
            && now.overrides().equals(changed.overrides());
    if (!movedOnly) {
      return changed;
    }
    Event shifted = now.startingAt(changed.start());
    Event.Builder realigned = changed.toBuilder().withoutRecurrence();
    shifted.recurrence().toLines().forEach(realigned::recurrenceLine);
    return realigned.overrides(shifted.overrides()).build();
  }

  private static void require(Event event, RecurrenceId id) {
    if (event.occurrences(ZoneOffset.UTC).at(id).isEmpty()) {
      throw new NotFoundException("occurrence", id);
    }
  }

  private static Event with(Event event, OccurrenceOverride change) {
    List<OccurrenceOverride> overrides = new ArrayList<>(event.overrides());
    overrides.removeIf(override -> override.id().equals(change.id()));
    overrides.add(change);
    return event.toBuilder().overrides(overrides).build();
  }

  static Event checked(Event event) {
    event
        .recurrence()
        .ruleThatNeverMatches()
        .ifPresent(
            rule -> {
              throw new InvalidEventException("recurrence", "no day ever matches " + rule);
            });
    return event;
  }
}
