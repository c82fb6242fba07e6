package dev.scheduling.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.scheduling.MovableClock;
import dev.scheduling.Transaction;
import dev.scheduling.Transactions;
import dev.scheduling.outbox.PendingMessage.Place;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;

/** An empty outbox, and short words for what is done with it. */
abstract class OutboxStoreFixture {

  static final Instant NOW = Instant.parse("2026-03-02T08:30:00Z");

  static final Duration LEASE = Duration.ofSeconds(10);

  final MovableClock leaseClock = new MovableClock();

  Transactions transactions;

  OutboxStore store;

  /** The transactions of the store. */
  protected abstract Transactions transactions();

  /** An empty store. */
  protected abstract OutboxStore emptyStore(InstantSource leaseClock);

  @BeforeEach
  void open() {
    transactions = transactions();
    store = emptyStore(leaseClock);
  }

  // --- words for the tests above

  PartitionLease parkWithFollower() {
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

  static OutboxMessage message(String key, String id) {
    return OutboxMessage.builder("test.type", key, NOW)
        .id(id)
        .payload("text/plain", bytes(id))
        .build();
  }

  static OutboxMessage later(String key, String id, int seconds) {
    return OutboxMessage.builder("test.type", key, NOW)
        .id(id)
        .notBefore(NOW.plusSeconds(seconds))
        .build();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static int partition(String key) {
    return message(key, "any").partition();
  }

  static String keyOutsidePartition(int partition) {
    return anyKey(key -> partition(key) != partition);
  }

  static String otherKeyInPartitionOf(String key) {
    return anyKey(other -> partition(other) == partition(key) && !other.equals(key));
  }

  static String anyKey(Function<String, Boolean> wanted) {
    for (int i = 0; ; i++) {
      if (wanted.apply("key-" + i)) {
        return "key-" + i;
      }
    }
  }

  static Completion nothing() {
    return sent(List.of());
  }

  static Completion sent(List<PendingMessage> messages) {
    return new Completion(messages, List.of(), List.of(), List.of(), NOW);
  }

  static Completion behind(List<PendingMessage> messages) {
    return new Completion(List.of(), List.of(), List.of(), messages, NOW);
  }

  static Completion retry(PendingMessage message, Instant next) {
    return new Completion(
        List.of(),
        List.of(new Completion.Retry(message, next, "cause")),
        List.of(),
        List.of(),
        NOW);
  }

  static Completion dead(PendingMessage message, boolean holdsKey) {
    return new Completion(
        List.of(),
        List.of(),
        List.of(new Completion.Death(message, "gone for good", holdsKey)),
        List.of(),
        NOW);
  }

  void append(OutboxMessage... messages) {
    use(tx -> store.append(tx, List.of(messages)));
  }

  List<PartitionLease> lease(String relay) {
    return ask(tx -> store.lease(tx, relay, LEASE)).held();
  }

  PartitionLease leaseOf(String key) {
    PartitionLease lease = lease("a").get(partition(key));
    assertEquals(partition(key), lease.partition());
    assertNotEquals(0, lease.epoch());
    return lease;
  }

  boolean complete(PartitionLease lease, Completion completion) {
    return ask(tx -> store.complete(tx, lease, completion));
  }

  List<PendingMessage> next(String key) {
    return next(key, NOW);
  }

  List<PendingMessage> next(String key, Instant now) {
    return ask(tx -> store.next(tx, partition(key), now, 100));
  }

  List<DeadLetter> letters() {
    return ask(this::letters);
  }

  List<DeadLetter> letters(Transaction tx) {
    return store.deadLetters(tx, DeadLetterFilter.ALL, 0, 100);
  }

  List<String> letterIds(DeadLetterFilter filter, long after, int limit) {
    return ask(tx -> store.deadLetters(tx, filter, after, limit)).stream()
        .map(letter -> letter.message().id())
        .toList();
  }

  Backlog backlog() {
    return ask(store::backlog);
  }

  static List<String> ids(List<PendingMessage> messages) {
    return messages.stream().map(pending -> pending.message().id()).toList();
  }

  static List<Place> places(List<PendingMessage> messages) {
    return messages.stream().map(PendingMessage::place).toList();
  }

  static Set<Integer> partitions(List<PartitionLease> leases) {
    Set<Integer> partitions = new HashSet<>();
    leases.forEach(lease -> partitions.add(lease.partition()));
    return partitions;
  }

  boolean holds(Function<Transaction, Boolean> work) {
    return transactions.inTransaction(work);
  }

  <T> T ask(Function<Transaction, T> work) {
    return transactions.inTransaction(work);
  }

  void use(Consumer<Transaction> work) {
    transactions.inTransaction(
        tx -> {
          work.accept(tx);
          return "";
        });
  }
}
