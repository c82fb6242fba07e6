package dev.scheduling.notification;

import dev.scheduling.OwnerId;
import dev.scheduling.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A way to reach somebody who is not looking at the page. Implementations are thread-safe. */
public interface NotificationChannel {

  /** The most owners whose addresses are asked for together: {@value}. */
  int MOST_OWNERS = 500;

  /** The name of the page's own channel, which every notification takes unless it is unwanted. */
  String PAGE = "websocket";

  /** The name of the channel that writes mails. */
  String EMAIL = "email";

  /** The name of the channel that reaches devices. */
  String PUSH = "push";

  /** The name of the channel that writes into a chat. */
  String SLACK = "slack";

  /** What preferences call it. */
  String name();

  /**
   * How long something that is not urgent waits for more, so that all of it comes as one; zero for
   * not at all.
   */
  Duration gathers();

  /**
   * Where each of several people can be reached by it now. Each address gets deliveries of its own,
   * which are retried alone.
   *
   * @param tx a transaction that reads, and perhaps writes other things later
   * @param owners 1 to {@value #MOST_OWNERS}
   * @return few for each, of 1 to 64 characters of {@code A-Z a-z 0-9 . _ -}; who cannot be reached
   *     is left out
   */
  Map<OwnerId, List<String>> addresses(Transaction tx, Set<OwnerId> owners);

  /** Where somebody can be reached by it now; empty if nowhere. */
  default List<String> addresses(Transaction tx, OwnerId owner) {
    return addresses(tx, Set.of(owner)).getOrDefault(owner, List.of());
  }

  /**
   * Delivers, outside any transaction, within a time limit of its own. It may be asked for the same
   * delivery again; whoever receives it tells by the delivery's id.
   */
  DeliveryResult deliver(Delivery delivery);

  /**
   * Gives an address up, at which nothing will arrive any more, and lets its owner know.
   *
   * @param cause what the receiver said
   */
  void switchOff(Delivery delivery, String cause);
}
