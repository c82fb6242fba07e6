package dev.scheduling.outbox;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What every {@link OutboxStore} has to hold about who may send what, and when. */
public abstract class OutboxLeaseContract extends OutboxStoreFixture {

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
}
