package dev.scheduling.reminder;

import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.Transaction;
import dev.scheduling.Transactions;
import dev.scheduling.calendar.CalendarStore;
import dev.scheduling.calendar.Event;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.OutboxStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Moves cursors that are nearly due on, and puts deliveries into the outbox. Thread-safe. */
final class ReminderStaging {

  /*
   * One transaction for a batch: claim the cursors, derive their times from the events as they are,
   * advance each by compare-and-set, append the messages of those that were advanced. A crash before
   * the commit leaves nothing, one after it loses nothing. An event that does not repeat, under the
   * tz database by which its cursor was derived, says nothing that the cursor does not know, so it
   * is not read again: that is most of what is due in a rush.
   */

  private final Transactions transactions;
  private final CalendarStore calendars;
  private final ReminderStore reminders;
  private final OutboxStore outbox;
  private final Duration lookAhead;
  private final Duration grace;
  private final int batch;
  private final InstantSource clock;

  ReminderStaging(
      Transactions transactions,
      CalendarStore calendars,
      ReminderStore reminders,
      OutboxStore outbox,
      Duration lookAhead,
      Duration grace,
      int batch,
      InstantSource clock) {
    this.transactions = transactions;
    this.calendars = calendars;
    this.reminders = reminders;
    this.outbox = outbox;
    this.lookAhead = lookAhead;
    this.grace = grace;
    this.batch = batch;
    this.clock = clock;
  }

  /**
   * What a batch came to.
   *
   * @param staged what will fire
   * @param isFull whether there may be more
   */
  record Staged(List<DueReminder> staged, boolean isFull) {}

  /** What is to become of a cursor: the message type is null where nothing is to be told. */
  private record Decision(
      ReminderStore.Advance advance, @Nullable DueReminder due, @Nullable String type) {}

  Staged stage() {
    return transactions.inTransaction(
        tx -> {
          Instant now = clock.instant();
          List<ReminderCursor> claimed = reminders.claim(tx, now.plus(lookAhead), batch);
          Map<EventId, Event> events = eventsOf(tx, claimed);
          List<Decision> decisions = new ArrayList<>(claimed.size());
          for (ReminderCursor cursor : claimed) {
            decisions.add(decide(cursor, events.get(cursor.event()), now));
          }
          Set<String> advanced =
              reminders.advance(tx, decisions.stream().map(Decision::advance).toList());
          List<DueReminder> staged = new ArrayList<>();
          List<OutboxMessage> messages = new ArrayList<>();
          for (Decision decision : decisions) {
            DueReminder due = decision.due();
            String type = decision.type();
            if (due != null && type != null && advanced.contains(due.cursor().id())) {
              messages.add(due.toMessage(type, now));
              if (type.equals(ReminderDelivery.DUE)) {
                staged.add(due);
              }
            }
          }
          outbox.append(tx, messages);
          return new Staged(staged, claimed.size() == batch);
        });
  }

  /**
   * Derives the times of a page of cursors anew that were derived by another tz database.
   *
   * @param after the last id of the page before; empty for the first
   * @return the last id of this page; empty if there is nothing left
   */
  String renew(String after) {
    String rules = ReminderTimes.zoneRules();
    return transactions.inTransaction(
        tx -> {
          List<ReminderCursor> page = reminders.outdated(tx, rules, after, batch);
          Map<EventId, Event> events = eventsOf(tx, page);
          List<ReminderStore.Advance> steps = new ArrayList<>();
          for (ReminderCursor cursor : page) {
            steps.add(
                new ReminderStore.Advance(
                    cursor, derived(cursor, events.get(cursor.event())), rules));
          }
          reminders.advance(tx, steps);
          return page.isEmpty() ? "" : page.get(page.size() - 1).id();
        });
  }

  private Map<EventId, Event> eventsOf(Transaction tx, List<ReminderCursor> cursors) {
    String rules = ReminderTimes.zoneRules();
    Map<CalendarId, Set<EventId>> wanted = new HashMap<>();
    for (ReminderCursor cursor : cursors) {
      if (cursor.repeats() || !cursor.zoneRules().equals(rules)) {
        wanted.computeIfAbsent(cursor.calendar(), id -> new HashSet<>()).add(cursor.event());
      }
    }
    Map<EventId, Event> events = new HashMap<>();
    wanted.forEach(
        (calendar, ids) ->
            calendars.events(tx, calendar, ids).forEach(event -> events.put(event.id(), event)));
    return events;
  }

  private Decision decide(ReminderCursor cursor, @Nullable Event event, Instant now) {
    String rules = ReminderTimes.zoneRules();
    ReminderTime due = cursor.next();
    ReminderTime derived = derived(cursor, event);
    if (due == null || !due.equals(derived)) {
      return new Decision(new ReminderStore.Advance(cursor, derived, rules), null, null);
    }
    boolean isMissed = due.due().plus(grace).isBefore(now);
    ReminderTime next = null;
    if (cursor.repeats() && event != null) {
      ReminderTimes times = times(cursor, event);
      // What else went by while nothing ran is not counted one by one: a series may be a dense one.
      next = (isMissed ? times.after(now.minus(grace)) : times.after(due)).orElse(null);
    }
    return new Decision(
        new ReminderStore.Advance(cursor, next, rules),
        new DueReminder(cursor, due),
        isMissed ? ReminderDelivery.MISSED : ReminderDelivery.DUE);
  }

  /** The next time as the event and the zones' rules have it now; null if there is none. */
  private static @Nullable ReminderTime derived(ReminderCursor cursor, @Nullable Event event) {
    ReminderTime known = cursor.next();
    boolean isCurrent = cursor.zoneRules().equals(ReminderTimes.zoneRules());
    if (known == null || cursor.isSnoozed() || (isCurrent && !cursor.repeats())) {
      return known;
    }
    if (event == null || cursor.position() >= event.reminders().size()) {
      return null;
    }
    ReminderTimes times = times(cursor, event);
    return times.at(known.occurrence()).or(() -> times.after(known.due())).orElse(null);
  }

  private static ReminderTimes times(ReminderCursor cursor, Event event) {
    return new ReminderTimes(
        event, event.reminders().get(cursor.position()).trigger(), cursor.placement());
  }
}
