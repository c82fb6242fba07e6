package dev.scheduling.engine;

import dev.scheduling.CalendarId;
import dev.scheduling.OwnerId;
import dev.scheduling.Transaction;
import dev.scheduling.Transactions;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.CalendarStore;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventFilter;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.InvalidEventException;
import dev.scheduling.reminder.ReminderBook;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** The calendars of the store. Thread-safe. */
public final class Calendars {

  /** The most calendars that one owner may have. */
  public static final int MOST_PER_OWNER = 500;

  private final Transactions transactions;
  private final CalendarStore store;
  private final CalendarIndexes indexes;
  private final BookingDesk desk;
  private final ReminderBook reminders;

  Calendars(
      Transactions transactions,
      CalendarStore store,
      CalendarIndexes indexes,
      BookingDesk desk,
      ReminderBook reminders) {
    this.transactions = transactions;
    this.store = store;
    this.indexes = indexes;
    this.desk = desk;
    this.reminders = reminders;
  }

  /**
   * Stores a new calendar.
   *
   * @throws InvalidEventException if the owner has {@value #MOST_PER_OWNER} already
   */
  public Calendar create(Calendar calendar) {
    return transactions.inTransaction(
        tx -> {
          if (store.calendars(tx, calendar.owner(), MOST_PER_OWNER).size() >= MOST_PER_OWNER) {
            throw new InvalidEventException(
                "name", "an owner may have " + MOST_PER_OWNER + " calendars, and has that many");
          }
          Calendar fresh = calendar.withRevision(0);
          store.insertCalendar(tx, fresh);
          return fresh;
        });
  }

  public Optional<Calendar> find(CalendarId id) {
    return transactions.inTransaction(tx -> store.calendar(tx, id));
  }

  /** Those of the calendars that are there, in the order in which they are named. */
  public List<Calendar> findAll(Collection<CalendarId> ids) {
    return transactions.inTransaction(
        tx -> ids.stream().flatMap(id -> store.calendar(tx, id).stream()).toList());
  }

  /** The calendars of an owner, by name. */
  public List<Calendar> ownedBy(OwnerId owner) {
    return transactions.inTransaction(tx -> store.calendars(tx, owner, MOST_PER_OWNER));
  }

  /**
   * Changes a calendar's name, zone, colour, policy or default reminders.
   *
   * @param change makes the new calendar of the present one; its id, owner and revision stay
   * @return the calendar as it is now
   * @throws NotFoundException if there is no such calendar
   */
  public Calendar update(CalendarId id, UnaryOperator<Calendar> change) {
    return transactions.inTransaction(
        tx -> {
          Calendar now = store.lock(tx, new TreeSet<>(List.of(id))).get(id);
          if (now == null) {
            throw new NotFoundException("calendar", id);
          }
          Calendar changed =
              change
                  .apply(now)
                  .withId(id)
                  .withRevision(now.revision())
                  .withHeldUntil(now.heldUntil());
          store.updateCalendar(tx, changed);
          if (!changed.zone().equals(now.zone())) {
            renewReminders(tx, changed);
          }
          tx.afterCommit(() -> indexes.forget(id));
          return changed;
        });
  }

  /**
   * Deletes a calendar with every event that belongs to it, also from the other calendars that the
   * event is in. Events of other calendars are no longer in it.
   *
   * @return whether there was one
   * @throws InvalidEventException if its events are in more than 1,000 other calendars
   */
  public boolean delete(CalendarId id) {
    return desk.deleteCalendar(id);
  }

  /** Floating and all-day events are at other instants in another zone, and so are reminders. */
  private void renewReminders(Transaction tx, Calendar calendar) {
    EventFilter filter = EventFilter.all(EventFilter.MOST);
    List<Event> page;
    do {
      page = store.events(tx, calendar.id(), filter);
      for (Event event : page) {
        boolean isHere = event.calendar().equals(calendar.id());
        if (isHere && !(event.start() instanceof EventTime.Zoned)) {
          reminders.renew(tx, calendar, event);
        }
        filter = filter.after(event.id());
      }
    } while (page.size() == EventFilter.MOST);
  }
}
