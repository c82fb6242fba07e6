package dev.scheduling.outbox;

import dev.scheduling.Transactions;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What can be done about dead letters: look at them, put them back, or discard them. Each is put
 * back or discarded in a transaction of its own. Thread-safe.
 */
public final class Redrive {

  private static final Logger log = LoggerFactory.getLogger(Redrive.class);
  private static final int PAGE = 100;
  private static final int LONGEST_REASON = 1_000;

  private final Transactions transactions;
  private final OutboxStore store;
  private final Runnable nudge;

  private Redrive(Transactions transactions, OutboxStore store, Runnable nudge) {
    this.transactions = transactions;
    this.store = store;
    this.nudge = nudge;
  }

  /**
   * The dead letters of a store.
   *
   * @param nudge told after something was put back, such as {@code relay::nudge}
   */
  public static Redrive of(Transactions transactions, OutboxStore store, Runnable nudge) {
    return new Redrive(transactions, store, nudge);
  }

  /**
   * Dead letters in the order of their numbers.
   *
   * @param after only those with a greater number; 0 for the first page
   * @param limit the most, from 1
   */
  public List<DeadLetter> list(DeadLetterFilter filter, long after, int limit) {
    return transactions.inTransaction(tx -> store.deadLetters(tx, filter, after, limit));
  }

  /**
   * Puts one back; see {@link OutboxStore#redrive}.
   *
   * @return false if there is no such dead letter
   */
  public boolean one(long number) {
    boolean found =
        transactions.inTransaction(
            tx -> {
              tx.afterCommit(nudge);
              return store.redrive(tx, number, store.now(tx));
            });
    if (found) {
      log.info("Dead letter {} was put back", number);
    }
    return found;
  }

  /**
   * Puts back those that pass a filter, in order.
   *
   * @param most at most so many, from 1
   * @param dryRun whether only to count them
   * @return how many
   */
  public int all(DeadLetterFilter filter, int most, boolean dryRun) {
    int count = 0;
    long after = 0;
    while (count < most) {
      List<DeadLetter> page = list(filter, after, Math.min(PAGE, most - count));
      for (DeadLetter letter : page) {
        if (dryRun || one(letter.number())) {
          count++;
        }
        after = letter.number();
      }
      if (page.isEmpty()) {
        return count;
      }
    }
    return count;
  }

  /**
   * Removes one for good.
   *
   * @param reason goes into the log: 1 to 1,000 characters
   * @return false if there is no such dead letter
   */
  public boolean discard(long number, String reason) {
    if (reason.isBlank() || reason.length() > LONGEST_REASON) {
      throw new IllegalArgumentException(
          "reason must have 1 to " + LONGEST_REASON + " characters, but has " + reason.length());
    }
    boolean found =
        transactions.inTransaction(
            tx -> {
              tx.afterCommit(nudge);
              return store.discard(tx, number, store.now(tx));
            });
    if (found) {
      log.info("Dead letter {} was discarded: {}", number, reason);
    }
    return found;
  }
}
