package dev.scheduling.outbox;

import dev.scheduling.Transaction;
import dev.scheduling.Wakeups;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What messages are put into: an append in the caller's transaction, and a nudge to the relay after
 * its commit. Thread-safe.
 */
public final class Outbox {

  /** The topic on which relays of other nodes are woken: {@value}. */
  public static final String TOPIC = "outbox";

  private final OutboxStore store;
  private final @Nullable OutboxRelay relay;
  private final Wakeups wakeups;

  private Outbox(OutboxStore store, @Nullable OutboxRelay relay, Wakeups wakeups) {
    this.store = store;
    this.relay = relay;
    this.wakeups = wakeups;
  }

  /** An outbox whose relay runs elsewhere and finds messages when it next looks. */
  public static Outbox of(OutboxStore store) {
    return new Outbox(store, null, Wakeups.none());
  }

  /** An outbox that tells a relay of this process about each commit. */
  public static Outbox of(OutboxStore store, OutboxRelay relay) {
    return of(store, relay, Wakeups.none());
  }

  /**
   * An outbox that tells a relay of this process about each commit and, if it is for another one to
   * send, those of other nodes: each of them listens on {@link #TOPIC}.
   */
  public static Outbox of(OutboxStore store, OutboxRelay relay, Wakeups wakeups) {
    wakeups.listen(TOPIC, subject -> relay.nudge());
    return new Outbox(store, relay, wakeups);
  }

  /** Appends a message: it will be sent if and only if the transaction is committed. */
  public void append(Transaction tx, OutboxMessage message) {
    append(tx, List.of(message));
  }

  /** Appends messages in their order; see {@link #append(Transaction, OutboxMessage)}. */
  public void append(Transaction tx, List<OutboxMessage> messages) {
    store.append(tx, messages);
    OutboxRelay own = relay;
    if (own != null) {
      tx.afterCommit(() -> committed(own, messages));
    }
  }

  private void committed(OutboxRelay own, List<OutboxMessage> messages) {
    own.nudge();
    for (OutboxMessage message : messages) {
      if (!own.holds(message.partition())) {
        wakeups.wake(TOPIC, "");
        return;
      }
    }
  }
}
