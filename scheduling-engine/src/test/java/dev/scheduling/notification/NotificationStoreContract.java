package dev.scheduling.notification;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.OwnerId;
import dev.scheduling.SchedulingException;
import dev.scheduling.Transaction;
import dev.scheduling.Transactions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link NotificationStore} has to hold. */
public abstract class NotificationStoreContract {

  private static final Instant NOW = Instant.parse("2026-03-02T08:30:00Z");
  private static final OwnerId OWNER = OwnerId.of("owner-1");
  private static final OwnerId OTHER = OwnerId.of("owner-2");

  private Transactions transactions;
  private NotificationStore store;

  /** The transactions of the store. */
  protected abstract Transactions transactions();

  /** An empty store. */
  protected abstract NotificationStore emptyStore();

  @BeforeEach
  void open() {
    transactions = transactions();
    store = emptyStore();
  }

  private <T> T ask(Function<Transaction, T> work) {
    return transactions.inTransaction(work);
  }

  private Notification append(OwnerId owner, String id) {
    return append(owner, id, NOW);
  }

  private Notification append(OwnerId owner, String id, Instant at) {
    return ask(tx -> store.append(tx, owner, new NewNotification(id, "k", at, "{}")));
  }

  private NotificationFeed feed() {
    return ask(tx -> store.feed(tx, OWNER));
  }

  private List<Notification> after(long sequence, int limit) {
    return ask(tx -> store.after(tx, OWNER, sequence, limit));
  }

  private int prune(Instant before, int limit) {
    return transactions.inTransaction(tx -> store.prune(tx, before, limit));
  }

  private List<Long> sequences() {
    return after(0, 1_000).stream().map(Notification::sequence).toList();
  }

  @Test
  void notificationIsReadAsItWasAppended() {
    String data = "{\"title\":\"회의 ☕ \\\"q\\\"\"}";
    Notification appended =
        ask(
            tx ->
                store.append(
                    tx,
                    OWNER,
                    new NewNotification("n-1", "event.created", NOW.plusMillis(7), data)));

    assertEquals(
        new Notification(
            OWNER, feed().epoch(), 1, "n-1", "event.created", NOW.plusMillis(7), data, false),
        appended);
    assertEquals(List.of(appended), after(0, 10));
  }

  @Test
  void longestDataIsKept() {
    String data = "\"" + "가".repeat(NewNotification.LONGEST_DATA - 2) + "\"";
    ask(tx -> store.append(tx, OWNER, new NewNotification("n-1", "k", NOW, data)));

    assertEquals(data, after(0, 1).get(0).data());
  }

  @Test
  void eachOwnerCountsFromOne() {
    append(OWNER, "n-1");
    append(OWNER, "n-2");

    assertEquals(1, append(OTHER, "n-1").sequence());
    assertEquals(3, append(OWNER, "n-3").sequence());
    assertNotEquals(feed().epoch(), ask(tx -> store.feed(tx, OTHER)).epoch());
  }

  @Test
  void rollbackLeavesNoGap() {
    append(OWNER, "n-1");
    assertThrows(
        IllegalStateException.class,
        () ->
            ask(
                tx -> {
                  store.append(tx, OWNER, new NewNotification("lost", "k", NOW, "{}"));
                  throw new IllegalStateException("as planned");
                }));
    append(OWNER, "n-2");

    assertEquals(List.of(1L, 2L), sequences());
  }

  @Test
  void sequenceHasNoGapsHoweverManyAppendAtTheSameTime() {
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int writer = 0; writer < 6; writer++) {
      String name = "w" + writer;
      writers.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 20; i++) {
                  append(OWNER, name + "-" + i);
                }
              }));
    }
    writers.forEach(writer -> writer.orTimeout(60, SECONDS).join());

    assertEquals(LongStream.rangeClosed(1, 120).boxed().toList(), sequences());
    assertEquals(120, feed().latest());
  }

  @Test
  void readingGoesOnAfterASequenceUpToALimit() {
    for (int i = 1; i <= 5; i++) {
      append(OWNER, "n-" + i);
    }
    append(OTHER, "other");

    assertEquals(List.of("n-3", "n-4"), after(2, 2).stream().map(Notification::id).toList());
    assertEquals(List.of(), after(5, 10));
  }

  @Test
  void feedOfAnOwnerWithoutNotificationsHasAnEpochThatStays() {
    NotificationFeed empty = feed();

    assertEquals(new NotificationFeed(OWNER, empty.epoch(), 0, 0, 0), empty);
    assertEquals(empty, feed());
    assertEquals(empty.epoch(), append(OWNER, "n-1").epoch());
  }

  @Test
  void feedThatManyBeginAtTheSameTimeHasOneEpoch() {
    List<CompletableFuture<String>> readers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      readers.add(CompletableFuture.supplyAsync(() -> feed().epoch()));
    }

    assertEquals(
        1, readers.stream().map(reader -> reader.orTimeout(60, SECONDS).join()).distinct().count());
  }

  @Test
  void idIsTakenOnceForAnOwner() {
    append(OWNER, "n-1");
    append(OTHER, "n-1");

    assertThrows(SchedulingException.class, () -> append(OWNER, "n-1"));
    assertEquals(List.of(1L), sequences());
  }

  @Test
  void notificationsOfManyOwnersAreAppendedTogether() {
    append(OWNER, "n-1");
    SortedMap<OwnerId, List<NewNotification>> some = new TreeMap<>();
    for (int i = 0; i < 600; i++) {
      some.put(OwnerId.of("crowd-" + i), List.of(new NewNotification("n-1", "k", NOW, "{}")));
    }
    some.put(
        OWNER,
        List.of(
            new NewNotification("n-3", "k", NOW, "{}"),
            new NewNotification("n-2", "k", NOW, "{}")));
    List<Notification> added = ask(tx -> store.append(tx, some));

    assertEquals(602, added.size());
    assertEquals(
        List.of("n-1", "n-3", "n-2"), after(0, 10).stream().map(Notification::id).toList());
    assertEquals(List.of(1L, 2L, 3L), sequences());
    assertEquals(3, feed().latest());
    assertEquals(after(1, 10), added.stream().filter(each -> each.owner().equals(OWNER)).toList());
    OwnerId last = OwnerId.of("crowd-599");
    assertEquals(
        ask(tx -> store.after(tx, last, 0, 10)),
        added.stream().filter(each -> each.owner().equals(last)).toList());
    assertEquals(List.of(), ask(tx -> store.append(tx, new TreeMap<>())));
  }

  @Test
  void ofTwoThatAppendForTheSameOwnersNeitherIsLost() {
    List<OwnerId> owners = List.of(OwnerId.of("b"), OwnerId.of("a"), OwnerId.of("c"));
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int writer = 0; writer < 4; writer++) {
      String name = "w" + writer;
      writers.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 10; i++) {
                  NewNotification fresh = new NewNotification(name + "-" + i, "k", NOW, "{}");
                  SortedMap<OwnerId, List<NewNotification>> some = new TreeMap<>();
                  owners.forEach(owner -> some.put(owner, List.of(fresh)));
                  ask(tx -> store.append(tx, some));
                }
              }));
    }
    writers.forEach(CompletableFuture::join);
    for (OwnerId owner : owners) {
      assertEquals(
          LongStream.rangeClosed(1, 40).boxed().toList(),
          ask(tx -> store.after(tx, owner, 0, 100)).stream().map(Notification::sequence).toList());
    }
  }

  @Test
  void manyFeedsAreReadAtOnce() {
    List<OwnerId> owners = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      owners.add(OwnerId.of("crowd-" + i));
    }
    ask(
        tx -> {
          for (OwnerId owner : owners) {
            store.append(tx, owner, new NewNotification("n-1", "k", NOW, "{}"));
          }
          return "";
        });
    append(owners.get(7), "n-2");
    append(owners.get(7), "n-3");
    List<OwnerId> asked = new ArrayList<>(owners);
    asked.add(OwnerId.of("nobody"));

    Map<OwnerId, Long> latest = ask(tx -> store.latest(tx, asked));
    Map<OwnerId, List<Notification>> newest = ask(tx -> store.newest(tx, asked, 2));

    assertEquals(600, latest.size());
    assertEquals(3, latest.get(owners.get(7)));
    assertEquals(600, newest.size());
    assertEquals(ask(tx -> store.after(tx, owners.get(7), 1, 10)), newest.get(owners.get(7)));
    assertEquals(ask(tx -> store.after(tx, owners.get(599), 0, 10)), newest.get(owners.get(599)));
  }

  @Test
  void feedWhoseNotificationsAreAllForgottenHasComeAsFarAndHasNothingNewest() {
    append(OWNER, "n-1", NOW);
    prune(NOW.plusSeconds(1), 10);

    assertEquals(Map.of(OWNER, 1L), ask(tx -> store.latest(tx, List.of(OWNER))));
    assertEquals(Map.of(), ask(tx -> store.newest(tx, List.of(OWNER), 5)));
    assertEquals(Map.of(), ask(tx -> store.latest(tx, List.of())));
    assertEquals(Map.of(), ask(tx -> store.newest(tx, List.of(), 5)));
  }

  @Test
  void whatWasReadIsMarkedAndStaysMarked() {
    append(OWNER, "n-1");
    append(OWNER, "n-2");
    append(OWNER, "n-3");

    assertEquals(2, ask(tx -> store.markRead(tx, OWNER, 2)).readUpTo());
    assertEquals(2, ask(tx -> store.markRead(tx, OWNER, 1)).readUpTo());

    assertEquals(
        List.of(true, true, false), after(0, 10).stream().map(Notification::read).toList());
  }

  @Test
  void onlyWhatWasGivenCanBeMarkedAsRead() {
    append(OWNER, "n-1");

    assertEquals(1, ask(tx -> store.markRead(tx, OWNER, 1_000)).readUpTo());
    append(OWNER, "n-2");
    assertFalse(after(1, 1).get(0).read());
    assertEquals(0, ask(tx -> store.markRead(tx, OTHER, 5)).readUpTo());
  }

  @Test
  void pruningForgetsTheOldAndTheFeedSaysSo() {
    append(OWNER, "n-1", NOW);
    append(OWNER, "n-2", NOW.plusSeconds(10));
    append(OWNER, "n-3", NOW.plusSeconds(20));
    append(OTHER, "n-1", NOW.plusSeconds(30));

    assertEquals(2, prune(NOW.plusSeconds(20), 10));

    assertEquals(List.of(3L), sequences());
    NotificationFeed feed = feed();
    assertEquals(3, feed.latest());
    assertEquals(2, feed.prunedUpTo());
    assertTrue(feed.reaches(feed.epoch(), 2));
    assertFalse(feed.reaches(feed.epoch(), 1));
    assertFalse(feed.reaches(feed.epoch(), 4));
    assertFalse(feed.reaches("another", 2));
    assertEquals(4, append(OWNER, "n-4").sequence());
  }

  @Test
  void pruningGoesThroughNoMoreFeedsThanTheLimit() {
    append(OWNER, "n-1");
    append(OTHER, "n-1");

    assertEquals(1, prune(NOW.plusSeconds(1), 1));
    assertEquals(1, prune(NOW.plusSeconds(1), 1));
    assertEquals(0, prune(NOW.plusSeconds(1), 1));
  }
}
