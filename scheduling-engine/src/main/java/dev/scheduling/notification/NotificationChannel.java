package dev.scheduling.notification;

import dev.scheduling.OwnerId;
import dev.scheduling.Transaction;
import java.time.Duration;
import java.util.List;

/** A way to reach somebody who is not looking at the page. Implementations are thread-safe. */
public interface NotificationChannel {

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
   * Where somebody can be reached by it now. Each address gets deliveries of its own, which are
   * retried alone.
   *
   * @param tx a transaction that reads, and perhaps writes other things later
   * @return few, each 1 to 64 of {@code A-Z a-z 0-9 . _ -}; empty if the person cannot be reached
   */
  List<String> addresses(Transaction tx, OwnerId owner);

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
