package dev.scheduling.reminder;

import dev.scheduling.Transaction;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The check that a delivery stands at the moment of its effect: nothing stale fires, and nothing
 * twice. Thread-safe.
 */
public final class ReminderDelivery {

  /** The type of the message for a reminder that is due. */
  public static final String DUE = "reminder";

  /** The type of the message for a reminder whose time went by while nothing ran. */
  public static final String MISSED = "reminder.missed";

  /** Both types. */
  public static final Set<String> TYPES = Set.of(DUE, MISSED);

  static final String CURSOR = "reminder";
  static final String REVISION = "revision";

  private final ReminderStore store;
  private final Duration grace;
  private final InstantSource clock;

  /**
   * A check against the cursors of a store.
   *
   * @param grace how late a reminder may be and still fire
   */
  public ReminderDelivery(ReminderStore store, Duration grace, InstantSource clock) {
    this.store = store;
    this.grace = grace;
    this.clock = clock;
  }

  /** What is to become of a delivery. */
  public enum Outcome {
    /** It fires. */
    FIRES,
    /** It is too late to fire, and to be recorded. */
    MISSED,
    /** The event was changed or deleted after it was staged, or it was delivered before. */
    VOID
  }

  /**
   * Settles deliveries, in the transaction of their effect.
   *
   * @return as many outcomes, in the same order
   * @throws RefusedException if one of the messages is none of a reminder
   */
  public List<Outcome> settle(Transaction tx, List<OutboxMessage> messages) {
    List<ReminderStore.Settlement> settlements =
        messages.stream().map(ReminderDelivery::settlement).toList();
    List<Boolean> stands = store.settle(tx, settlements);
    Instant now = clock.instant();
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      boolean isLate =
          messages.get(i).type().equals(MISSED)
              || settlements.get(i).due().plus(grace).isBefore(now);
      Outcome told = isLate ? Outcome.MISSED : Outcome.FIRES;
      outcomes.add(stands.get(i) ? told : Outcome.VOID);
    }
    return outcomes;
  }

  private static ReminderStore.Settlement settlement(OutboxMessage message) {
    Instant due =
        message.notBefore().orElseThrow(() -> new RefusedException("it is not due at any time"));
    return new ReminderStore.Settlement(header(message, CURSOR), revision(message), due);
  }

  private static long revision(OutboxMessage message) {
    try {
      return Long.parseLong(header(message, REVISION));
    } catch (NumberFormatException e) {
      throw new RefusedException("the revision is no number", e);
    }
  }

  private static String header(OutboxMessage message, String name) {
    @Nullable String value = message.headers().get(name);
    if (value == null) {
      throw new RefusedException("the message has no header " + name);
    }
    return value;
  }
}
