package dev.scheduling.outbox;

import dev.scheduling.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where messages wait until they have been sent.
 *
 * <p>Every call works inside the transaction it is given. Implementations are thread-safe and hold
 * to {@code OutboxStoreContract}, {@code OutboxLeaseContract} and {@code DeadLetterContract}. All
 * methods throw {@link dev.scheduling.SchedulingException} when the store fails.
 */
public interface OutboxStore {

  /*
   * Messages are divided by hash(key) into partitions, and a relay leases whole partitions. It can
   * therefore read its messages without claiming each, send them outside any transaction, and
   * remove a batch with one statement. A lease carries an epoch, and a completion is accepted only
   * if the partition's epoch is still the same: a relay that slept through the end of its lease
   * finds that out when it wants to complete.
   *
   * A message that failed leaves the queue and takes its key with it: later messages of the key
   * line up behind it ("parked"), while other keys flow. So the queue stays short and hot, and the
   * order within a key holds.
   */

  /** How many partitions there are: {@value}, for ever. */
  int PARTITIONS = 64;

  /** A payload of more bytes than {@value} is a large one. */
  int LARGE_PAYLOAD = 1 << 14;

  /** Large payloads are read together as long as they have fewer bytes than {@value}. */
  int MOST_LARGE_BYTES = 1 << 24;

  /** Appends messages; they can be sent once the transaction is committed. Waits for nobody. */
  void append(Transaction tx, List<OutboxMessage> messages);

  /**
   * Puts messages beside the queue at once, as if they had failed, and so parks their keys: for a
   * consumer that has to put off what came to it in order. A key that is parked already keeps its
   * time.
   *
   * @param messages of each key in order; they have not been appended
   * @param next when to try those whose keys are not parked yet
   */
  void park(Transaction tx, List<OutboxMessage> messages, Instant next);

  /** Which of some keys are parked. */
  Set<String> parkedAmong(Transaction tx, Collection<String> keys);

  /**
   * Renews a relay's leases and settles how many it is due: all partitions divided by the number of
   * relays that are alive, rounded up. It gives up what is above that and takes what nobody has a
   * lease on. All of it goes by the store's clock.
   *
   * @param relay names the relay: 1 to 64 characters of {@code A-Z a-z 0-9 . _ -}
   * @param length how long leases last from now, and how long the relay counts as alive
   * @return everything that the relay now has a lease on
   */
  Leases lease(Transaction tx, String relay, Duration length);

  /**
   * What a relay has a lease on.
   *
   * @param held in the order of the partitions
   * @param stolen how many of them were just taken from a relay that let its lease run out
   */
  record Leases(List<PartitionLease> held, int stolen) {
    public Leases {
      held = List.copyOf(held);
    }
  }

  /** Gives up all leases of a relay, and counts it as gone. */
  void release(Transaction tx, String relay);

  /** The store's clock: the same for all nodes, whatever their own clocks show. */
  Instant now(Transaction tx);

  /** Which partitions that were last leased to a relay have something to do at an instant. */
  Set<Integer> partitionsWithWork(Transaction tx, String relay, Instant now);

  /**
   * When the first thing is due, after an instant, in the partitions that were last leased to a
   * relay: a message with a {@code notBefore}, or the next attempt for a parked key.
   *
   * @return empty if nothing waits for its time
   */
  Optional<Instant> nextDue(Transaction tx, String relay, Instant after);

  /**
   * What is to be done in a partition at an instant, in the order of sending: of each key that is
   * parked and due the messages beside the queue, then the messages of the queue. What has a {@code
   * notBefore} after {@code now} is left out.
   *
   * <p>It ends before a message with a {@linkplain #LARGE_PAYLOAD large} payload if such ones add
   * up to {@value #MOST_LARGE_BYTES} bytes already.
   *
   * @param limit the most of each of the two
   */
  List<PendingMessage> next(Transaction tx, int partition, Instant now, int limit);

  /**
   * Records what became of messages, all or nothing. A key whose last parked message has gone is
   * free again; one that has more is due at once.
   *
   * @return false if the lease is no longer the partition's latest; nothing was recorded then
   */
  boolean complete(Transaction tx, PartitionLease lease, Completion completion);

  /**
   * Dead letters, in the order of their numbers.
   *
   * @param after only those with a greater number
   * @param limit the most
   */
  List<DeadLetter> deadLetters(Transaction tx, DeadLetterFilter filter, long after, int limit);

  /**
   * Puts a dead letter back, with its id, as if it had not been tried. It goes before everything
   * that waits for its key.
   *
   * @return false if there is no such dead letter
   */
  boolean redrive(Transaction tx, long number, Instant now);

  /**
   * Removes a dead letter for good, and frees its key if it held it.
   *
   * @return false if there is no such dead letter
   */
  boolean discard(Transaction tx, long number, Instant now);

  /** How much waits. It counts, so ask now and then and not all the time. */
  Backlog backlog(Transaction tx);
}
