package dev.scheduling.reminder;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.OwnerId;
import dev.scheduling.Transaction;
import dev.scheduling.calendar.BoundedEvent;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.RecurrenceId;
import dev.scheduling.engine.Stores;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ReminderStore} has to hold. */
public abstract class ReminderStoreContract {

  private static final Instant NOW = Instant.parse("2026-03-02T08:30:00Z");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final OwnerId OWNER = OwnerId.of("owner-1");

  private Stores stores;
  private ReminderStore store;
  private Calendar calendar;
  private Event event;
  private Event other;

  /** Stores without reminders. */
  protected abstract Stores emptyStores();

  @BeforeEach
  void open() {
    stores = emptyStores();
    store = stores.reminders();
    calendar = Calendar.of(OWNER, "Work", BERLIN);
    event = event("Stand-up");
    other = event("Lunch");
    ask(
        tx -> {
          stores.calendars().insertCalendar(tx, calendar);
          for (Event each : List.of(event, other)) {
            stores
                .calendars()
                .insertEvents(
                    tx, List.of(new BoundedEvent(each, each.occurrences(BERLIN).bounds())));
          }
          return "";
        });
  }

  private Event event(String title) {
    Event made =
        Event.builder(calendar, title)
            .starts(EventTime.of(LocalDateTime.parse("2026-03-02T10:00:00").atZone(BERLIN)))
            .build();
    return made.stamped(made.stamp().next(NOW, false));
  }

  private <T> T ask(Function<Transaction, T> work) {
    return stores.transactions().inTransaction(work);
  }

  private static ReminderTime at(long seconds) {
    return new ReminderTime(
        new RecurrenceId.At(NOW.plusSeconds(600 + seconds)),
        NOW.plusSeconds(601),
        NOW.plusSeconds(seconds));
  }

  private ReminderCursor cursor(String id, Event of, int position, @Nullable ReminderTime next) {
    return new ReminderCursor(
        id,
        OWNER,
        calendar.id(),
        of.id(),
        BERLIN,
        position,
        List.of(),
        next,
        true,
        Instant.EPOCH,
        Instant.EPOCH,
        0,
        "2025a");
  }

  private ReminderCursor insert(String id, long dueSeconds) {
    ReminderCursor cursor = cursor(id, event, 0, at(dueSeconds));
    insert(cursor);
    return cursor;
  }

  private void insert(ReminderCursor... cursors) {
    ask(
        tx -> {
          store.insert(tx, List.of(cursors));
          return "";
        });
  }

  private Optional<ReminderCursor> find(String id) {
    return ask(tx -> store.find(tx, id));
  }

  private List<String> claim(long untilSeconds, int limit) {
    return ask(tx -> store.claim(tx, NOW.plusSeconds(untilSeconds), limit)).stream()
        .map(ReminderCursor::id)
        .toList();
  }

  private Set<String> advance(ReminderCursor from, @Nullable ReminderTime next) {
    return ask(tx -> store.advance(tx, List.of(new ReminderStore.Advance(from, next, "2025b"))));
  }

  private static ReminderStore.Settlement settlement(String id, long revision, long dueSeconds) {
    return new ReminderStore.Settlement(id, revision, NOW.plusSeconds(dueSeconds));
  }

  private boolean settle(String id, long revision, long dueSeconds) {
    return ask(tx -> store.settle(tx, List.of(settlement(id, revision, dueSeconds)))).get(0);
  }

  @Test
  void cursorIsReadAsItWasWritten() {
    ReminderCursor full =
        new ReminderCursor(
            "r-1",
            OWNER,
            calendar.id(),
            event.id(),
            BERLIN,
            3,
            List.of("email", "푸시"),
            at(5),
            true,
            NOW.minusSeconds(1),
            NOW.minusSeconds(2),
            7,
            "2025a");
    ReminderCursor done = cursor("r-2", event, ReminderCursor.SNOOZED, null);
    insert(full, done);

    assertEquals(Optional.of(full), find("r-1"));
    assertEquals(List.of(done, full), ask(tx -> store.ofEvent(tx, event.id())));
    assertEquals(List.of(), ask(tx -> store.ofEvent(tx, other.id())));
    assertEquals(Optional.empty(), find("r-3"));
  }

  @Test
  void eachKindOfOccurrenceKeepsItsName() {
    for (String occurrence : List.of("2026-03-02", "2026-03-02T09:30:00", "2026-03-02T08:30:00Z")) {
      ReminderTime time = new ReminderTime(RecurrenceId.parse(occurrence), NOW, NOW);
      insert(cursor("r-" + occurrence.length(), event, 0, time));

      assertEquals(time, find("r-" + occurrence.length()).orElseThrow().next());
    }
  }

  @Test
  void updateReplacesAllButTheEventAndNothingThatIsGone() {
    insert("r-1", 5);
    ReminderCursor changed = cursor("r-1", event, 2, null);
    ask(
        tx -> {
          store.update(tx, List.of(changed, cursor("gone", event, 0, at(1))));
          return "";
        });

    assertEquals(Optional.of(changed), find("r-1"));
    assertEquals(Optional.empty(), find("gone"));
  }

  @Test
  void rollbackTakesEverythingBack() {
    ReminderCursor before = insert("r-1", 5);
    assertThrows(
        IllegalStateException.class,
        () ->
            ask(
                tx -> {
                  store.settle(tx, List.of(new ReminderStore.Settlement("r-1", 0, NOW)));
                  store.stop(tx, event.id());
                  store.insert(tx, List.of(cursor("r-2", event, 1, at(9))));
                  throw new IllegalStateException("as planned");
                }));

    assertEquals(Optional.of(before), find("r-1"));
    assertEquals(Optional.empty(), find("r-2"));
  }

  @Test
  void whatIsDueIsClaimedInItsOrderUpToALimit() {
    insert("late", 30);
    insert("second", 20);
    insert("first", 10);
    insert(cursor("never", event, 0, null));

    assertEquals(List.of("first", "second"), claim(20, 10));
    assertEquals(List.of("first"), claim(100, 1));
    assertEquals(List.of(), claim(9, 10));
  }

  @Test
  void cursorMovesOnOnceFromWhereItWasRead() {
    ReminderCursor read = insert("r-1", 10);

    assertEquals(Set.of("r-1"), advance(read, at(20)));
    assertEquals(Set.of(), advance(read, at(30)));

    ReminderCursor now = find("r-1").orElseThrow();
    assertEquals(at(20), now.next());
    assertEquals(NOW.plusSeconds(10), now.staged());
    assertEquals("2025b", now.zoneRules());
    assertEquals(Set.of("r-1"), advance(now, null));
    assertEquals(List.of(), claim(1_000_000, 10));
    assertEquals(NOW.plusSeconds(20), find("r-1").orElseThrow().staged());
  }

  @Test
  void cursorOfAnotherRevisionDoesNotMove() {
    ReminderCursor read = insert("r-1", 10);
    ask(
        tx -> {
          store.stop(tx, event.id());
          return "";
        });

    assertEquals(Set.of(), advance(read, at(20)));
    assertEquals(1, find("r-1").orElseThrow().revision());
    assertEquals(List.of(), claim(1_000, 10));
  }

  @Test
  void manyCursorsMoveTogether() {
    List<ReminderStore.Advance> steps = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      ReminderCursor read = insert("r-" + i, i);
      steps.add(new ReminderStore.Advance(read, i % 2 == 0 ? null : at(5_000 + i), "2025b"));
    }

    assertEquals(600, ask(tx -> store.advance(tx, steps)).size());
    assertEquals(List.of(), claim(4_999, 1_000));
    assertEquals(300, claim(6_000, 1_000).size());
  }

  @Test
  void noCursorIsMovedTwiceHoweverManyClaimAtTheSameTime() {
    for (int i = 0; i < 120; i++) {
      insert("r-" + i, i);
    }
    List<CompletableFuture<List<String>>> nodes = new ArrayList<>();
    for (int node = 0; node < 4; node++) {
      nodes.add(CompletableFuture.supplyAsync(this::moveAll));
    }
    List<String> moved = new ArrayList<>();
    nodes.forEach(node -> moved.addAll(node.orTimeout(120, SECONDS).join()));

    assertEquals(120, moved.size());
    assertEquals(120, Set.copyOf(moved).size());
  }

  private List<String> moveAll() {
    List<String> moved = new ArrayList<>();
    while (find("r-119").orElseThrow().next() != null || !claim(1_000, 1).isEmpty()) {
      moved.addAll(
          ask(
              tx ->
                  store.advance(
                      tx,
                      store.claim(tx, NOW.plusSeconds(1_000), 7).stream()
                          .map(read -> new ReminderStore.Advance(read, null, "2025b"))
                          .toList())));
    }
    return moved;
  }

  @Test
  void deliveriesThatAreSettledTogetherAreSettledInTheirOrder() {
    insert("r-1", 10);
    insert("r-2", 10);

    assertEquals(
        List.of(true, false, true, true, false, false),
        ask(
            tx ->
                store.settle(
                    tx,
                    List.of(
                        settlement("r-2", 0, 10),
                        settlement("r-2", 1, 20),
                        settlement("r-1", 0, 10),
                        settlement("r-1", 0, 20),
                        settlement("r-1", 0, 10),
                        settlement("gone", 0, 10)))));
    assertEquals(NOW.plusSeconds(20), find("r-1").orElseThrow().settled());
    assertEquals(NOW.plusSeconds(10), find("r-2").orElseThrow().settled());
    assertEquals(List.of(), ask(tx -> store.settle(tx, List.of())));
  }

  @Test
  void deliveryIsSettledByItsRevisionAndNotAfterALaterOne() {
    insert("r-1", 10);

    assertFalse(settle("r-1", 1, 10));
    assertFalse(settle("gone", 0, 10));
    assertTrue(settle("r-1", 0, 10));
    assertTrue(settle("r-1", 0, 10)); // Two occurrences may be due at once.
    assertTrue(settle("r-1", 0, 20));
    assertFalse(settle("r-1", 0, 10));
    assertEquals(NOW.plusSeconds(20), find("r-1").orElseThrow().settled());
    assertEquals(at(10), find("r-1").orElseThrow().next());
  }

  @Test
  void stoppingAnEventVoidsWhatWasStaged() {
    insert("r-1", 10);
    insert(cursor("r-2", other, 0, at(10)));
    ask(
        tx -> {
          store.stop(tx, event.id());
          return "";
        });

    assertFalse(settle("r-1", 0, 10));
    assertTrue(settle("r-2", 0, 10));
    assertEquals(List.of("r-2"), claim(1_000, 10));
  }

  @Test
  void whatAnotherTzDatabaseDerivedIsFoundPageByPage() {
    insert("r-1", 10);
    insert("r-2", 20);
    insert("r-3", 30);
    insert(cursor("r-4", event, 0, null));

    assertEquals(
        List.of("r-1", "r-2"),
        ask(tx -> store.outdated(tx, "2025b", "", 2)).stream().map(ReminderCursor::id).toList());
    assertEquals(
        List.of("r-3"),
        ask(tx -> store.outdated(tx, "2025b", "r-2", 2)).stream().map(ReminderCursor::id).toList());
    assertEquals(List.of(), ask(tx -> store.outdated(tx, "2025a", "", 2)));
  }

  @Test
  void onlyWhatIsDoneForLongIsForgotten() {
    advance(insert("staged", 10), null);
    insert("pending", 20);
    insert(cursor("done", event, 0, null));
    advance(insert("settled", 10), null);
    settle("settled", 0, 10);

    assertEquals(1, (int) ask(tx -> store.prune(tx, NOW.plusSeconds(10), 10)));
    assertEquals(Optional.empty(), find("done"));
    assertEquals(1, (int) ask(tx -> store.prune(tx, NOW.plusSeconds(11), 1)));
    assertEquals(1, (int) ask(tx -> store.prune(tx, NOW.plusSeconds(11), 10)));
    assertEquals(0, (int) ask(tx -> store.prune(tx, NOW.plusSeconds(1_000), 10)));
    assertTrue(find("pending").isPresent());
  }

  @Test
  void remindersGoWithTheirCalendar() {
    insert("r-1", 10);
    insert("r-2", 10);
    ask(
        tx -> {
          store.delete(tx, List.of("r-2", "gone"));
          return "";
        });
    assertEquals(Optional.empty(), find("r-2"));
    ask(
        tx -> {
          store.deleteCalendar(tx, calendar.id());
          return "";
        });

    assertEquals(Optional.empty(), find("r-1"));
  }
}
