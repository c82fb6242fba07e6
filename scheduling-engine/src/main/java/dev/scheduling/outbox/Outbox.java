package dev.scheduling.outbox;

import dev.scheduling.Transaction;
import java.util.List;

/**
 * What messages are put into: an append in the caller's transaction, and a nudge to the relay after
 * its commit. Thread-safe.
 */
public final class Outbox {

  private final OutboxStore store;
  private final Runnable nudge;

  private Outbox(OutboxStore store, Runnable nudge) {
    this.store = store;
    this.nudge = nudge;
  }

  /** An outbox whose relay runs elsewhere and finds messages when it next looks. */
  public static Outbox of(OutboxStore store) {
    return new Outbox(store, () -> {});
  }

  /** An outbox that tells a relay of this process about each commit. */
  public static Outbox of(OutboxStore store, OutboxRelay relay) {
    return of(store, relay::nudge);
  }

  /**
   * An outbox that calls back after each commit.
   *
   * @param nudge cheap, and never waits
   */
  public static Outbox of(OutboxStore store, Runnable nudge) {
    return new Outbox(store, nudge);
  }

  /** Appends a message: it will be sent if and only if the transaction is committed. */
  public void append(Transaction tx, OutboxMessage message) {
    append(tx, List.of(message));
  }

  /** Appends messages in their order; see {@link #append(Transaction, OutboxMessage)}. */
  public void append(Transaction tx, List<OutboxMessage> messages) {
    store.append(tx, messages);
    tx.afterCommit(nudge);
  }
}
