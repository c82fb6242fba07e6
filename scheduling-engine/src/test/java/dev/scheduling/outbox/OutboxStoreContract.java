package dev.scheduling.outbox;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.MovableClock;
import dev.scheduling.Transaction;
import dev.scheduling.Transactions;
import dev.scheduling.outbox.PendingMessage.Place;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link OutboxStore} has to hold. */
public abstract class OutboxStoreContract {

  private static final Instant NOW = Instant.parse("2026-03-02T08:30:00Z");
  private static final Duration LEASE = Duration.ofSeconds(10);

  private final MovableClock leaseClock = new MovableClock();
  private Transactions transactions;
  private OutboxStore store;

  /** The transactions of the store. */
  protected abstract Transactions transactions();

  /** An empty store. */
  protected abstract OutboxStore emptyStore(InstantSource leaseClock);

  @BeforeEach
  void open() {
    transactions = transactions();
    store = emptyStore(leaseClock);
  }

  // --- appending and reading

  @Test
  void messageIsReadAsItWasAppended() {
    OutboxMessage message =
        OutboxMessage.builder("event.created", "calendar-1", NOW.plusMillis(7))
            .id("m-1")
            .payload("application/json; charset=utf-8", bytes("{\"title\":\"회의 ☕\"}"))
            .header("traceparent", "00-abc")
            .header("note", "Ünïcode \" and \\ and\nnewline")
            .build();
    append(message);

    PendingMessage read = next("calendar-1").get(0);

    assertEquals(message, read.message());
    assertEquals(0, read.attempts());
    assertEquals(Place.QUEUE, read.place());
  }

  @Test
  void largestPayloadIsKept() {
    byte[] payload = new byte[OutboxMessage.LARGEST_PAYLOAD];
    for (int i = 0; i < payload.length; i++) {
      payload[i] = (byte) (i * 31);
    }
    OutboxMessage message =
        OutboxMessage.builder("t", "k", NOW).payload("application/x", payload).build();
    append(message);

    assertEquals(message, next("k").get(0).message());
  }

  @Test
  void messageOfARolledBackTransactionIsNeverSeen() {
    assertThrows(
        IllegalStateException.class,
        () ->
            use(
                tx -> {
                  store.append(tx, List.of(message("k", "lost")));
                  throw new IllegalStateException("as planned");
                }));
    append(message("k", "kept"));

    assertEquals(List.of("kept"), ids(next("k")));
  }

  @Test
  void messagesOfAKeyAreReadInTheOrderOfAppending() {
    append(message("k", "1"), message("k", "2"));
    append(message("k", "3"));

    assertEquals(List.of("1", "2", "3"), ids(next("k")));
  }

  @Test
  void atMostTheLimitIsRead() {
    append(message("k", "1"), message("k", "2"), message("k", "3"));

    List<PendingMessage> read = ask(tx -> store.next(tx, partition("k"), NOW, 2));

    assertEquals(List.of("1", "2"), ids(read));
  }

  @Test
  void keysOfOtherPartitionsAreNotRead() {
    String other = keyOutsidePartition(partition("k"));
    append(message("k", "1"), message(other, "2"));

    assertEquals(List.of("1"), ids(next("k")));
    assertEquals(List.of("2"), ids(next(other)));
  }

  @Test
  void messageIsNotReadBeforeItsTime() {
    append(later("k", "late", 60), later("k", "soon", 30), message("k", "now"));

    assertEquals(List.of("now"), ids(next("k", NOW.plusSeconds(29))));
    assertEquals(List.of("now", "soon"), ids(next("k", NOW.plusSeconds(30))));
    assertEquals(List.of("now", "soon", "late"), ids(next("k", NOW.plusSeconds(90))));
  }

  // --- leases

  @Test
  void relayAloneGetsEveryPartition() {
    List<PartitionLease> leases = lease("a");

    assertEquals(OutboxStore.PARTITIONS, leases.size());
    assertEquals(OutboxStore.PARTITIONS, partitions(leases).size());
  }

  @Test
  void renewingKeepsTheEpoch() {
    List<PartitionLease> first = lease("a");
    leaseClock.move(LEASE.dividedBy(2));
    assertEquals(first, lease("a"));
    leaseClock.move(LEASE.dividedBy(2).plusMillis(1));

    assertEquals(first, lease("a"));
  }

  @Test
  void relaysShareThePartitionsEvenly() {
    lease("a");
    assertEquals(List.of(), lease("b"));
    List<PartitionLease> ofA = lease("a");
    List<PartitionLease> ofB = lease("b");

    assertEquals(32, ofA.size());
    assertEquals(32, ofB.size());
    Set<Integer> all = partitions(ofA);
    all.addAll(partitions(ofB));
    assertEquals(OutboxStore.PARTITIONS, all.size());
  }

  @Test
  void leasesOfARelayThatIsGoneAreTakenOverAfterTheirEndWithALaterEpoch() {
    long before = lease("a").get(0).epoch();
    leaseClock.move(LEASE.minusMillis(1));
    assertEquals(List.of(), lease("b"));
    leaseClock.move(Duration.ofMillis(1));

    List<PartitionLease> taken = lease("b");

    assertEquals(OutboxStore.PARTITIONS, taken.size());
    assertTrue(taken.get(0).epoch() > before);
  }

  @Test
  void releasedPartitionsAreFreeAtOnce() {
    lease("a");
    use(tx -> store.release(tx, "a"));

    assertEquals(OutboxStore.PARTITIONS, lease("b").size());
  }

  @Test
  void noPartitionHasTwoOwnersHoweverRelaysMeet() {
    for (int round = 0; round < 5; round++) {
      List<CompletableFuture<List<PartitionLease>>> asking = new ArrayList<>();
      for (String relay : List.of("a", "b", "c")) {
        asking.add(CompletableFuture.supplyAsync(() -> lease(relay)));
      }
      Set<Integer> owned = new HashSet<>();
      int count = 0;
      for (CompletableFuture<List<PartitionLease>> answer : asking) {
        // What one gave up in this very round another may have been given: count who is latest.
        for (PartitionLease lease : answer.orTimeout(60, SECONDS).join()) {
          if (holds(tx -> store.complete(tx, lease, nothing()))) {
            owned.add(lease.partition());
            count++;
          }
        }
      }
      assertEquals(owned.size(), count);
    }
  }

  @Test
  void onlyLeasedPartitionsWithSomethingDueHaveWork() {
    lease("a");
    append(message("k", "1"), later(keyOutsidePartition(partition("k")), "2", 60));

    assertEquals(Set.of(partition("k")), ask(tx -> store.partitionsWithWork(tx, "a", NOW)));
    assertEquals(Set.of(), ask(tx -> store.partitionsWithWork(tx, "b", NOW)));
    assertEquals(2, ask(tx -> store.partitionsWithWork(tx, "a", NOW.plusSeconds(60))).size());
  }

  // --- completing

  @Test
  void whatWasSentIsGoneAndTheRestStays() {
    append(message("k", "1"), message("k", "2"));
    PartitionLease lease = leaseOf("k");

    assertTrue(complete(lease, sent(next("k").subList(0, 1))));

    assertEquals(List.of("2"), ids(next("k")));
  }

  @Test
  void messageCommittedLateBelowAnotherIsNotLost() {
    PartitionLease lease = leaseOf("k");
    append(message("k", "early"));
    List<PendingMessage> batch = next("k");
    append(message("k", "late"));

    assertTrue(complete(lease, sent(batch)));

    assertEquals(List.of("late"), ids(next("k")));
  }

  @Test
  void completionUnderAnOldEpochChangesNothing() {
    append(message("k", "1"));
    PartitionLease old = leaseOf("k");
    List<PendingMessage> batch = next("k");
    leaseClock.move(LEASE);
    lease("b");

    assertFalse(complete(old, sent(batch)));
    assertFalse(complete(old, dead(batch.get(0), false)));

    assertEquals(batch, next("k"));
    assertEquals(List.of(), letters());
  }

  @Test
  void failedMessageParksItsKeyUntilItsNextAttempt() {
    append(message("k", "1"), message("k", "2"));
    PartitionLease lease = leaseOf("k");

    complete(lease, retry(next("k").get(0), NOW.plusSeconds(5)));

    List<PendingMessage> early = next("k", NOW.plusSeconds(4));
    assertEquals(List.of("2"), ids(early));
    assertEquals(Place.BLOCKED, early.get(0).place());
    List<PendingMessage> due = next("k", NOW.plusSeconds(5));
    assertEquals(List.of("1", "2"), ids(due));
    assertEquals(Place.PARKED, due.get(0).place());
    assertEquals(1, due.get(0).attempts());
  }

  @Test
  void failedMessageDoesNotBlockOtherKeys() {
    String other = otherKeyInPartitionOf("k");
    append(message("k", "1"), message(other, "2"));
    PartitionLease lease = leaseOf("k");

    complete(lease, retry(next("k").get(0), NOW.plusSeconds(5)));

    assertEquals(List.of("2"), ids(next("k")));
    assertEquals(Place.QUEUE, next("k").get(0).place());
  }

  @Test
  void laterMessagesLineUpBehindAParkedKeyAndKeepTheirOrder() {
    append(message("k", "1"), message("k", "2"), message("k", "3"));
    PartitionLease lease = leaseOf("k");
    List<PendingMessage> batch = next("k");
    complete(
        lease,
        new Completion(
            List.of(),
            List.of(new Completion.Retry(batch.get(0), NOW.plusSeconds(5), "cause")),
            List.of(),
            batch.subList(1, 3),
            NOW));
    append(message("k", "4"));

    assertEquals(List.of("4"), ids(next("k")));
    complete(lease, behind(next("k")));
    assertEquals(List.of(), next("k"));
    List<PendingMessage> due = next("k", NOW.plusSeconds(5));
    assertEquals(List.of("1", "2", "3", "4"), ids(due));
    assertEquals(List.of(1, 0, 0, 0), due.stream().map(PendingMessage::attempts).toList());
  }

  @Test
  void keyIsFreeOnceItsLastParkedMessageWasSent() {
    append(message("k", "1"), message("k", "2"));
    PartitionLease lease = leaseOf("k");
    List<PendingMessage> batch = next("k");
    complete(lease, retry(batch.get(0), NOW.plusSeconds(5)));
    Instant due = NOW.plusSeconds(5);

    complete(lease, sent(next("k", due).subList(0, 1)));

    List<PendingMessage> left = next("k", due);
    assertEquals(List.of("2"), ids(left));
    assertEquals(Place.QUEUE, left.get(0).place());
    assertEquals(0, backlog().parkedKeys());
  }

  @Test
  void whatShouldGoBehindAKeyThatIsFreeAgainStaysInTheQueue() {
    append(message("k", "1"), message("k", "2"));
    PartitionLease lease = leaseOf("k");
    complete(lease, retry(next("k").get(0), NOW));
    List<PendingMessage> due = next("k");
    assertEquals(List.of(Place.PARKED, Place.BLOCKED), places(due));

    complete(
        lease, new Completion(due.subList(0, 1), List.of(), List.of(), due.subList(1, 2), NOW));

    assertEquals(List.of(Place.QUEUE), places(next("k")));
  }

  @Test
  void keyWithMoreParkedMessagesGoesOnAtOnce() {
    PartitionLease lease = parkWithFollower();
    Instant due = NOW.plusSeconds(5);

    complete(
        lease, new Completion(next("k", due).subList(0, 1), List.of(), List.of(), List.of(), due));

    assertEquals(List.of("2"), ids(next("k", due)));
    assertEquals(Set.of(partition("k")), ask(tx -> store.partitionsWithWork(tx, "a", due)));
  }

  @Test
  void secondFailureCountsAndPutsOffTheWholeKey() {
    PartitionLease lease = parkWithFollower();
    Instant due = NOW.plusSeconds(5);

    complete(lease, retry(next("k", due).get(0), due.plusSeconds(30)));

    assertEquals(List.of(), next("k", due.plusSeconds(29)));
    assertEquals(Set.of(), ask(tx -> store.partitionsWithWork(tx, "a", due.plusSeconds(29))));
    List<PendingMessage> again = next("k", due.plusSeconds(30));
    assertEquals(List.of(2, 0), again.stream().map(PendingMessage::attempts).toList());
  }

  // --- dead letters

  @Test
  void messageThatIsGivenUpBecomesADeadLetterWithItsCause() {
    append(message("k", "1"), message("k", "2"));
    PartitionLease lease = leaseOf("k");
    PendingMessage first = next("k").get(0);

    complete(lease, dead(first, false));

    DeadLetter letter = letters().get(0);
    assertEquals(new DeadLetter(first.number(), first.message(), 1, "gone for good", NOW), letter);
    assertEquals(List.of("2"), ids(next("k")));
    assertEquals(Place.QUEUE, next("k").get(0).place());
  }

  @Test
  void parkedMessageThatIsGivenUpFreesItsKey() {
    PartitionLease lease = parkWithFollower();
    Instant due = NOW.plusSeconds(5);

    complete(
        lease,
        new Completion(
            List.of(),
            List.of(),
            List.of(new Completion.Death(next("k", due).get(0), "gone for good", false)),
            List.of(),
            due));

    assertEquals(2, letters().get(0).attempts());
    assertEquals(List.of("2"), ids(next("k", due)));
  }

  @Test
  void redrivenMessageKeepsItsIdAndIsTriedAsIfForTheFirstTime() {
    append(message("k", "1"));
    PartitionLease lease = leaseOf("k");
    complete(lease, dead(next("k").get(0), false));
    long number = letters().get(0).number();

    assertTrue(holds(tx -> store.redrive(tx, number, NOW)));

    assertEquals(List.of(), letters());
    PendingMessage back = next("k").get(0);
    assertEquals("1", back.message().id());
    assertEquals(0, back.attempts());
    assertEquals(Set.of(partition("k")), ask(tx -> store.partitionsWithWork(tx, "a", NOW)));
    complete(lease, sent(List.of(back)));
    assertEquals(Backlog.EMPTY, backlog());
    assertFalse(holds(tx -> store.redrive(tx, number, NOW)));
  }

  @Test
  void keyHeldByADeadLetterWaitsAndARedriveRestoresTheOrder() {
    append(message("k", "1"), message("k", "2"));
    PartitionLease lease = leaseOf("k");
    complete(lease, dead(next("k").get(0), true));
    complete(lease, behind(next("k")));
    append(message("k", "3"));

    Instant muchLater = NOW.plusSeconds(1_000);
    assertEquals(List.of(Place.BLOCKED), places(next("k", muchLater)));
    complete(lease, behind(next("k")));
    assertEquals(Set.of(), ask(tx -> store.partitionsWithWork(tx, "a", muchLater)));
    use(tx -> store.redrive(tx, letters(tx).get(0).number(), muchLater));

    assertEquals(List.of("1", "2", "3"), ids(next("k", muchLater)));
  }

  @Test
  void discardingTheDeadLetterThatHoldsAKeyLetsTheKeyGoOn() {
    append(message("k", "1"), message("k", "2"));
    PartitionLease lease = leaseOf("k");
    complete(lease, dead(next("k").get(0), true));
    complete(lease, behind(next("k")));
    long number = letters().get(0).number();

    assertTrue(holds(tx -> store.discard(tx, number, NOW)));

    assertEquals(List.of(), letters());
    assertEquals(List.of("2"), ids(next("k")));
    assertFalse(holds(tx -> store.discard(tx, number, NOW)));
  }

  @Test
  void discardingTheDeadLetterOfAKeyForWhichNothingWaitsFreesIt() {
    append(message("k", "1"));
    PartitionLease lease = leaseOf("k");
    complete(lease, dead(next("k").get(0), true));
    use(tx -> store.discard(tx, letters(tx).get(0).number(), NOW));
    append(message("k", "2"));

    assertEquals(List.of(Place.QUEUE), places(next("k")));
    assertEquals(0, backlog().parkedKeys());
  }

  @Test
  void deadLettersAreFoundByTypeAndKeyAndPageByPage() {
    String other = otherKeyInPartitionOf("k");
    append(
        message("k", "1"),
        message(other, "2"),
        OutboxMessage.builder("other.type", "k", NOW).id("3").build());
    PartitionLease lease = leaseOf("k");
    complete(
        lease,
        new Completion(
            List.of(),
            List.of(),
            next("k").stream().map(p -> new Completion.Death(p, "c", false)).toList(),
            List.of(),
            NOW));

    assertEquals(List.of("1", "2", "3"), letterIds(DeadLetterFilter.ALL, 0, 10));
    assertEquals(List.of("1", "2"), letterIds(DeadLetterFilter.ALL, 0, 2));
    assertEquals(List.of("2", "3"), letterIds(DeadLetterFilter.ALL, letters().get(0).number(), 10));
    assertEquals(List.of("1", "3"), letterIds(DeadLetterFilter.ALL.withKey("k"), 0, 10));
    assertEquals(
        List.of("3"), letterIds(DeadLetterFilter.ALL.withKey("k").withType("other.type"), 0, 10));
  }

  @Test
  void backlogCountsWhatWaits() {
    assertEquals(Backlog.EMPTY, backlog());
    append(message("k", "1"), message("k", "2"), message("k", "3"));
    PartitionLease lease = leaseOf("k");
    List<PendingMessage> batch = next("k");
    complete(lease, dead(batch.get(0), false));
    complete(lease, retry(batch.get(1), NOW.plusSeconds(5)));

    assertEquals(new Backlog(1, 1, 1, 1, NOW, NOW), backlog());
  }

  @Test
  void transactionOfAnotherKindIsRefused() {
    Transaction foreign = hint -> {};

    assertThrows(
        IllegalArgumentException.class, () -> store.append(foreign, List.of(message("k", "1"))));
  }

  @Test
  void deadLettersAreFoundByTheirCauseAndTheirTime() {
    append(message("k", "1"), message("k", "2"));
    PartitionLease lease = leaseOf("k");
    List<PendingMessage> batch = next("k");
    complete(
        lease,
        new Completion(
            List.of(),
            List.of(),
            List.of(new Completion.Death(batch.get(0), "Timeout of 100% of_them", false)),
            List.of(),
            NOW));
    complete(lease, dead(batch.get(1), false));

    assertEquals(List.of("1"), letterIds(DeadLetterFilter.ALL.withCause("TIMEOUT"), 0, 10));
    assertEquals(List.of("1"), letterIds(DeadLetterFilter.ALL.withCause("100% of_"), 0, 10));
    assertEquals(List.of(), letterIds(DeadLetterFilter.ALL.withCause("100_"), 0, 10));
    assertEquals(List.of(), letterIds(DeadLetterFilter.ALL.withDiedBefore(NOW), 0, 10));
    assertEquals(
        List.of("1", "2"),
        letterIds(DeadLetterFilter.ALL.withDiedBefore(NOW.plusMillis(1)), 0, 10));
  }

  // --- putting off

  @Test
  void messagesThatArePutOffWaitForTheirTimeAndForEachOther() {
    leaseOf("k");
    use(tx -> store.park(tx, List.of(message("k", "1"), message("k", "2")), NOW.plusSeconds(5)));

    assertEquals(Set.of("k"), ask(tx -> store.parkedAmong(tx, List.of("k", "other"))));
    assertEquals(List.of(), next("k", NOW.plusSeconds(4)));
    assertEquals(List.of("1", "2"), ids(next("k", NOW.plusSeconds(5))));
    assertEquals(List.of(Place.PARKED, Place.PARKED), places(next("k", NOW.plusSeconds(5))));
  }

  @Test
  void messagePutOffComesAfterThoseOfItsKeyThatWaitAlready() {
    PartitionLease lease = parkWithFollower();
    use(tx -> store.park(tx, List.of(message("k", "3")), NOW));

    assertEquals(List.of(), next("k", NOW.plusSeconds(4)));
    List<PendingMessage> due = next("k", NOW.plusSeconds(5));
    assertEquals(List.of("1", "2", "3"), ids(due));
    assertTrue(complete(lease, sent(due)));
    assertEquals(Backlog.EMPTY, backlog());
    assertEquals(Set.of(), ask(tx -> store.parkedAmong(tx, List.of("k"))));
  }

  // --- time

  @Test
  void nextDueIsTheFirstThingThatWaitsForItsTimeInTheRelaysPartitions() {
    leaseOf("k");
    assertEquals(Optional.empty(), ask(tx -> store.nextDue(tx, "a", NOW)));
    append(message("k", "now"), later("k", "late", 60));
    assertEquals(Optional.of(NOW.plusSeconds(60)), ask(tx -> store.nextDue(tx, "a", NOW)));
    use(tx -> store.park(tx, List.of(message("other", "1")), NOW.plusSeconds(30)));

    assertEquals(Optional.of(NOW.plusSeconds(30)), ask(tx -> store.nextDue(tx, "a", NOW)));
    Instant later = NOW.plusSeconds(30);
    assertEquals(Optional.of(NOW.plusSeconds(60)), ask(tx -> store.nextDue(tx, "a", later)));
    assertEquals(Optional.empty(), ask(tx -> store.nextDue(tx, "b", NOW)));
  }

  @Test
  void storesTimeIsThatOfItsLeases() {
    assertEquals(leaseClock.instant(), ask(store::now));
  }

  @Test
  void partitionTakenFromARelayThatLetItRunOutIsStolenAndOneThatWasGivenUpIsNot() {
    assertEquals(0, ask(tx -> store.lease(tx, "a", LEASE)).stolen());
    leaseClock.move(LEASE.plusMillis(1));
    assertEquals(OutboxStore.PARTITIONS, ask(tx -> store.lease(tx, "b", LEASE)).stolen());
    use(tx -> store.release(tx, "b"));

    assertEquals(0, ask(tx -> store.lease(tx, "c", LEASE)).stolen());
  }

  // --- words for the tests above

  private PartitionLease parkWithFollower() {
    append(message("k", "1"), message("k", "2"));
    PartitionLease lease = leaseOf("k");
    List<PendingMessage> batch = next("k");
    complete(
        lease,
        new Completion(
            List.of(),
            List.of(new Completion.Retry(batch.get(0), NOW.plusSeconds(5), "cause")),
            List.of(),
            batch.subList(1, 2),
            NOW));
    return lease;
  }

  private static OutboxMessage message(String key, String id) {
    return OutboxMessage.builder("test.type", key, NOW)
        .id(id)
        .payload("text/plain", bytes(id))
        .build();
  }

  private static OutboxMessage later(String key, String id, int seconds) {
    return OutboxMessage.builder("test.type", key, NOW)
        .id(id)
        .notBefore(NOW.plusSeconds(seconds))
        .build();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static int partition(String key) {
    return message(key, "any").partition();
  }

  private static String keyOutsidePartition(int partition) {
    return anyKey(key -> partition(key) != partition);
  }

  private static String otherKeyInPartitionOf(String key) {
    return anyKey(other -> partition(other) == partition(key) && !other.equals(key));
  }

  private static String anyKey(Function<String, Boolean> wanted) {
    for (int i = 0; ; i++) {
      if (wanted.apply("key-" + i)) {
        return "key-" + i;
      }
    }
  }

  private static Completion nothing() {
    return sent(List.of());
  }

  private static Completion sent(List<PendingMessage> messages) {
    return new Completion(messages, List.of(), List.of(), List.of(), NOW);
  }

  private static Completion behind(List<PendingMessage> messages) {
    return new Completion(List.of(), List.of(), List.of(), messages, NOW);
  }

  private static Completion retry(PendingMessage message, Instant next) {
    return new Completion(
        List.of(),
        List.of(new Completion.Retry(message, next, "cause")),
        List.of(),
        List.of(),
        NOW);
  }

  private static Completion dead(PendingMessage message, boolean holdsKey) {
    return new Completion(
        List.of(),
        List.of(),
        List.of(new Completion.Death(message, "gone for good", holdsKey)),
        List.of(),
        NOW);
  }

  private void append(OutboxMessage... messages) {
    use(tx -> store.append(tx, List.of(messages)));
  }

  private List<PartitionLease> lease(String relay) {
    return ask(tx -> store.lease(tx, relay, LEASE)).held();
  }

  private PartitionLease leaseOf(String key) {
    PartitionLease lease = lease("a").get(partition(key));
    assertEquals(partition(key), lease.partition());
    assertNotEquals(0, lease.epoch());
    return lease;
  }

  private boolean complete(PartitionLease lease, Completion completion) {
    return ask(tx -> store.complete(tx, lease, completion));
  }

  private List<PendingMessage> next(String key) {
    return next(key, NOW);
  }

  private List<PendingMessage> next(String key, Instant now) {
    return ask(tx -> store.next(tx, partition(key), now, 100));
  }

  private List<DeadLetter> letters() {
    return ask(this::letters);
  }

  private List<DeadLetter> letters(Transaction tx) {
    return store.deadLetters(tx, DeadLetterFilter.ALL, 0, 100);
  }

  private List<String> letterIds(DeadLetterFilter filter, long after, int limit) {
    return ask(tx -> store.deadLetters(tx, filter, after, limit)).stream()
        .map(letter -> letter.message().id())
        .toList();
  }

  private Backlog backlog() {
    return ask(store::backlog);
  }

  private static List<String> ids(List<PendingMessage> messages) {
    return messages.stream().map(pending -> pending.message().id()).toList();
  }

  private static List<Place> places(List<PendingMessage> messages) {
    return messages.stream().map(PendingMessage::place).toList();
  }

  private static Set<Integer> partitions(List<PartitionLease> leases) {
    Set<Integer> partitions = new HashSet<>();
    leases.forEach(lease -> partitions.add(lease.partition()));
    return partitions;
  }

  private boolean holds(Function<Transaction, Boolean> work) {
    return transactions.inTransaction(work);
  }

  private <T> T ask(Function<Transaction, T> work) {
    return transactions.inTransaction(work);
  }

  private void use(Consumer<Transaction> work) {
    transactions.inTransaction(
        tx -> {
          work.accept(tx);
          return "";
        });
  }
}
