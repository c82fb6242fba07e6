package dev.scheduling.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.OwnerId;
import dev.scheduling.Transaction;
import dev.scheduling.Transactions;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ChannelStore} has to hold. */
public abstract class ChannelStoreContract {

  private static final Instant NOW = Instant.parse("2026-03-02T08:30:00Z");
  private static final OwnerId OWNER = OwnerId.of("owner-1");
  private static final OwnerId OTHER = OwnerId.of("owner-2");
  private static final QuietHours NIGHT =
      new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 30), ZoneId.of("Asia/Seoul"));

  private Transactions transactions;
  private ChannelStore store;

  /** The transactions of the store. */
  protected abstract Transactions transactions();

  /** An empty store. */
  protected abstract ChannelStore emptyStore();

  @BeforeEach
  void open() {
    transactions = transactions();
    store = emptyStore();
  }

  private <T> T ask(Function<Transaction, T> work) {
    return transactions.inTransaction(work);
  }

  private void choose(OwnerId owner, ChannelPreferences chosen) {
    ask(
        tx -> {
          store.choose(tx, owner, chosen);
          return "";
        });
  }

  private ChannelPreferences preferences(OwnerId owner) {
    return ask(tx -> store.preferences(tx, owner));
  }

  private static NewNotification notification(String id, int second) {
    return new NewNotification(id, "event.changed", NOW.plusSeconds(second), "{\"n\":\"회의\"}");
  }

  private boolean hold(OwnerId owner, String channel, String key, NewNotification notification) {
    return ask(tx -> store.hold(tx, owner, channel, key, notification));
  }

  private ChannelStore.Held take(OwnerId owner, String channel) {
    return ask(tx -> store.takeHeld(tx, owner, channel));
  }

  private static ChannelStore.Held held(NewNotification... notifications) {
    return new ChannelStore.Held(List.of(notifications), 0);
  }

  @Test
  void nobodyHasChosenAnythingAtFirst() {
    assertEquals(ChannelPreferences.DEFAULT, preferences(OWNER));
  }

  @Test
  void whatWasChosenReplacesWhatWasChosenBefore() {
    ChannelPreferences first =
        ChannelPreferences.DEFAULT
            .with("reminder", "email", true)
            .with("reminder", "websocket", false)
            .with("event.changed", "push", true)
            .withQuietHours(NIGHT);
    choose(OWNER, first);
    assertEquals(first, preferences(OWNER));
    assertEquals(ChannelPreferences.DEFAULT, preferences(OTHER));
    ChannelPreferences second = ChannelPreferences.DEFAULT.with("reminder", "email", false);
    choose(OWNER, second);
    assertEquals(second, preferences(OWNER));
  }

  @Test
  void whatSeveralHaveChosenIsReadTogether() {
    ChannelPreferences mail = ChannelPreferences.DEFAULT.with("reminder", "email", true);
    ChannelPreferences night = ChannelPreferences.DEFAULT.withQuietHours(NIGHT);
    choose(OWNER, mail);
    choose(OTHER, night);
    Set<OwnerId> asked = new HashSet<>(List.of(OWNER, OTHER));
    for (int i = 0; i < 600; i++) {
      asked.add(OwnerId.of("nobody-" + i));
    }
    assertEquals(Map.of(OWNER, mail, OTHER, night), ask(tx -> store.preferences(tx, asked)));
    assertEquals(Map.of(), ask(tx -> store.preferences(tx, Set.of())));
  }

  @Test
  void whatIsHeldIsTakenOnceInTheOrderInWhichItHappened() {
    assertTrue(hold(OWNER, "email", "b", notification("n-2", 2)));
    assertTrue(hold(OWNER, "email", "a", notification("n-3", 3)));
    assertTrue(hold(OWNER, "email", "c", notification("n-1", 1)));
    assertEquals(
        held(notification("n-1", 1), notification("n-2", 2), notification("n-3", 3)),
        take(OWNER, "email"));
    assertEquals(held(), take(OWNER, "email"));
  }

  @Test
  void ownersAndChannelsAreHeldApart() {
    hold(OWNER, "email", "a", notification("n-1", 1));
    hold(OWNER, "push", "a", notification("n-2", 2));
    hold(OTHER, "email", "a", notification("n-3", 3));
    assertEquals(held(notification("n-1", 1)), take(OWNER, "email"));
    assertEquals(held(notification("n-2", 2)), take(OWNER, "push"));
    assertEquals(held(notification("n-3", 3)), take(OTHER, "email"));
  }

  @Test
  void nextOneUnderTheSameKeyTakesThePlaceOfTheOneBefore() {
    assertTrue(hold(OWNER, "email", "event.1", notification("n-1", 1)));
    assertFalse(hold(OWNER, "email", "event.1", notification("n-2", 2)));
    assertEquals(held(notification("n-2", 2)), take(OWNER, "email"));
    assertTrue(hold(OWNER, "email", "event.1", notification("n-3", 3)), "it was taken meanwhile");
  }

  @Test
  void ofVeryManyTheLatestAreToldAndTheOthersCounted() {
    int most = ChannelStore.MOST_TAKEN;
    IntStream.range(0, most + 7)
        .forEach(i -> hold(OWNER, "email", "key-" + i, notification("n-" + i, i)));
    ChannelStore.Held held = take(OWNER, "email");
    assertEquals(7, held.more());
    assertEquals(
        IntStream.range(7, most + 7).mapToObj(i -> notification("n-" + i, i)).toList(),
        held.notifications());
    assertEquals(held(), take(OWNER, "email"));
  }

  @Test
  void rollbackTakesNothing() {
    hold(OWNER, "email", "a", notification("n-1", 1));
    assertThrows(
        IllegalStateException.class,
        () ->
            ask(
                tx -> {
                  assertEquals(held(notification("n-1", 1)), store.takeHeld(tx, OWNER, "email"));
                  throw new IllegalStateException("as planned");
                }));
    assertEquals(held(notification("n-1", 1)), take(OWNER, "email"));
  }

  @Test
  void nothingIsLostOrTakenTwiceWhileOthersHold() throws Exception {
    int count = 60;
    CompletableFuture<Integer> writer =
        CompletableFuture.supplyAsync(
            () ->
                (int)
                    IntStream.range(0, count)
                        .filter(i -> hold(OWNER, "email", "k-" + i, notification("n-" + i, i)))
                        .count());
    int taken = 0;
    while (!writer.isDone()) {
      taken += take(OWNER, "email").notifications().size();
    }
    assertEquals(count, writer.get(1, TimeUnit.MINUTES));
    assertEquals(count, taken + take(OWNER, "email").notifications().size());
  }
}
