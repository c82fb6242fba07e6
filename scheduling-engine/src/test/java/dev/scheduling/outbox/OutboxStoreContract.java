package dev.scheduling.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.Transaction;
import dev.scheduling.outbox.PendingMessage.Place;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link OutboxStore} has to hold about messages: appended, read, sent, put off. */
public abstract class OutboxStoreContract extends OutboxStoreFixture {

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
  void batchEndsWhereMemoryWouldGetShortAndTheRestIsForTheNextOne() {
    List<OutboxMessage> large = large("k", 17);
    use(tx -> store.append(tx, large));
    append(message("k", "after-them"));
    PartitionLease lease = leaseOf("k");

    List<PendingMessage> first = next("k");
    complete(lease, sent(first));

    assertEquals(large.subList(0, 16), first.stream().map(PendingMessage::message).toList());
    assertEquals(List.of("large-17", "after-them"), ids(next("k")));
  }

  @Test
  void batchOfParkedMessagesEndsWhereMemoryWouldGetShort() {
    List<OutboxMessage> large = large("k", 17);
    use(tx -> store.park(tx, large, NOW));
    PartitionLease lease = leaseOf("k");

    List<PendingMessage> first = next("k");
    complete(lease, sent(first));

    assertEquals(large.subList(0, 16), first.stream().map(PendingMessage::message).toList());
    assertEquals(List.of("large-17"), ids(next("k")));
  }

  private static List<OutboxMessage> large(String key, int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(
            number ->
                OutboxMessage.builder("t", key, NOW)
                    .id("large-" + number)
                    .payload("application/x", new byte[OutboxMessage.LARGEST_PAYLOAD])
                    .build())
        .toList();
  }

  @Test
  void messagesOfOneTransactionAreReadInTheOrderOfAppendingWhateverTheirSizes() {
    List<OutboxMessage> messages =
        IntStream.range(0, 50)
            .mapToObj(
                number ->
                    OutboxMessage.builder("t", "k", NOW)
                        .id(Integer.toString(number))
                        .payload("application/x", new byte[number % 7 == 3 ? 20_000 : number])
                        .build())
            .toList();

    use(tx -> store.append(tx, messages));

    assertEquals(messages, next("k").stream().map(PendingMessage::message).toList());
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
}
