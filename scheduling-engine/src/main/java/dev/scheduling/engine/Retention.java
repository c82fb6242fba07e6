package dev.scheduling.engine;

import dev.scheduling.Transaction;
import dev.scheduling.outbox.Redrive;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * Lets go of what nobody needs any more: deleted events that can no longer come back, old lines of
 * the log of changes, expired holds, the inbox's memory of old messages, old notifications,
 * reminders that have had their last time. Call {@link #run} now and then, say every hour; several
 * nodes may. Thread-safe.
 */
public final class Retention {

  /**
   * How long the inbox remembers a message: as long as it may be redriven, and another month for
   * what waited in a broker or for its retries.
   */
  public static final Duration INBOX = Redrive.OLDEST.plusDays(30);

  /**
   * How long the log of changes goes back. Who has not asked for longer reads the calendar anew.
   */
  public static final Duration CHANGES = Duration.ofDays(60);

  /** How long an expired hold can still be read, to tell its owner what became of it. */
  public static final Duration HOLDS = Duration.ofDays(1);

  /** How long notifications are kept. */
  public static final Duration NOTIFICATIONS = Duration.ofDays(90);

  /** How long the cursor of a reminder is kept that will never be due again. */
  public static final Duration REMINDERS = Duration.ofDays(30);

  private static final int BATCH = 1_000;
  private static final int MOST_BATCHES = 100;

  private final Stores stores;
  private final InstantSource clock;

  private Retention(Stores stores, InstantSource clock) {
    this.stores = stores;
    this.clock = clock;
  }

  /** Retention for the stores of one database. */
  public static Retention of(Stores stores, InstantSource clock) {
    return new Retention(stores, clock);
  }

  private interface Step {
    int remove(Transaction tx, Instant before, int limit);
  }

  /**
   * Removes what is too old, in short transactions, at most {@value #MOST_BATCHES} of each kind;
   * what is left over waits for the next run.
   *
   * @return how much was removed
   */
  public int run() {
    Instant now = clock.instant();
    return batches(stores.calendars()::purgeDeleted, now.minus(Bookings.RESTORABLE))
        + batches(stores.calendars()::pruneChanges, now.minus(CHANGES))
        + batches(stores.holds()::prune, now.minus(HOLDS))
        + batches(stores.inbox()::prune, now.minus(INBOX).truncatedTo(ChronoUnit.DAYS))
        + batches(stores.notifications()::prune, now.minus(NOTIFICATIONS))
        + batches(stores.reminders()::prune, now.minus(REMINDERS));
  }

  private int batches(Step step, Instant before) {
    int removed = 0;
    for (int batch = 0; batch < MOST_BATCHES; batch++) {
      int more = stores.transactions().inTransaction(tx -> step.remove(tx, before, BATCH));
      removed += more;
      if (more == 0) {
        return removed;
      }
    }
    return removed;
  }
}
