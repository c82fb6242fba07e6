package dev.scheduling.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.outbox.PendingMessage.Place;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What every {@link OutboxStore} does with messages that are given up, and with those that come
 * back.
 */
public abstract class DeadLetterContract extends OutboxStoreFixture {

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
}
