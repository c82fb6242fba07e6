package dev.scheduling.outbox;

import dev.scheduling.Transaction;
import dev.scheduling.Transactions;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What can be done about dead letters: look at them, put them back, or discard them. Each is put
 * back or discarded in a transaction of its own. Immutable and thread-safe.
 */
public final class Redrive {

  /**
   * How old a dead letter may be that is put back. Consumers must remember what they have taken for
   * longer than that: some of it may have had its effect before it was given up.
   */
  public static final Duration OLDEST = Duration.ofDays(30);

  private static final Logger log = LoggerFactory.getLogger(Redrive.class);
  private static final int PAGE = 100;
  private static final int LONGEST_REASON = 1_000;
  private static final int FASTEST = 10_000;

  private final Transactions transactions;
  private final OutboxStore store;
  private final Runnable nudge;
  private final DeadLetterTrail trail;
  private final Counts counts;

  /** What somebody did, by result; all are there from the start, so that a rate can be told. */
  private record Counts(Counter redriven, Counter refused, Counter discarded) {

    static Counts in(MeterRegistry registry) {
      return new Counts(
          counter(registry, "redriven"),
          counter(registry, "refused"),
          counter(registry, "discarded"));
    }

    private static Counter counter(MeterRegistry registry, String result) {
      return Counter.builder("outbox.redriven")
          .description("dead letters that somebody acted upon")
          .tag("result", result)
          .register(registry);
    }
  }

  private Redrive(
      Transactions transactions,
      OutboxStore store,
      Runnable nudge,
      DeadLetterTrail trail,
      Counts counts) {
    this.transactions = transactions;
    this.store = store;
    this.nudge = nudge;
    this.trail = trail;
    this.counts = counts;
  }

  /**
   * The dead letters of a store.
   *
   * @param nudge told after something was put back, such as {@code relay::nudge}
   */
  public static Redrive of(Transactions transactions, OutboxStore store, Runnable nudge) {
    return new Redrive(
        transactions,
        store,
        nudge,
        (tx, act, letter, reason) -> {},
        Counts.in(new CompositeMeterRegistry()));
  }

  /** The same, but everything that is done is told to somebody. */
  public Redrive withTrail(DeadLetterTrail trail) {
    return new Redrive(transactions, store, nudge, trail, counts);
  }

  /** The same, but what is done is counted: {@code outbox.redriven} by result. */
  public Redrive withMeters(MeterRegistry registry) {
    return new Redrive(transactions, store, nudge, trail, Counts.in(registry));
  }

  /** What became of one that was to be put back or discarded. */
  public enum Result {
    /** It was done. */
    DONE,
    /** There is no such dead letter, or there is none any more. */
    NOT_FOUND,
    /** It is older than {@link #OLDEST}: what it caused already may be forgotten. */
    TOO_OLD
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

  /** One dead letter; empty if there is none of that number. */
  public Optional<DeadLetter> find(long number) {
    return transactions.inTransaction(tx -> find(tx, number));
  }

  private Optional<DeadLetter> find(Transaction tx, long number) {
    return store.deadLetters(tx, DeadLetterFilter.ALL, number - 1, 1).stream()
        .filter(letter -> letter.number() == number)
        .findFirst();
  }

  /** Puts one back; see {@link OutboxStore#redrive}. */
  public Result one(long number) {
    return one(number, Duration.ZERO);
  }

  private Result one(long number, Duration delay) {
    Result result =
        transactions.inTransaction(
            tx -> {
              tx.afterCommit(nudge);
              Optional<DeadLetter> letter = find(tx, number);
              Instant now = store.now(tx);
              if (letter.filter(found -> isTooOld(found, now)).isPresent()) {
                return Result.TOO_OLD;
              }
              if (letter.isEmpty() || !store.redrive(tx, number, now.plus(delay))) {
                return Result.NOT_FOUND;
              }
              trail.note(tx, DeadLetterTrail.Act.REDRIVEN, letter.get(), "");
              return Result.DONE;
            });
    (result == Result.DONE ? counts.redriven() : counts.refused()).increment();
    log.info("Dead letter {} was to be put back: {}", number, result);
    return result;
  }

  private static boolean isTooOld(DeadLetter letter, Instant now) {
    return letter.died().isBefore(now.minus(OLDEST));
  }

  /**
   * Puts back those that pass a filter, in order, all at once.
   *
   * @param most at most so many, from 1
   * @param dryRun whether only to count them
   * @return how many
   */
  public int all(DeadLetterFilter filter, int most, boolean dryRun) {
    return all(filter, most, dryRun, 0);
  }

  /**
   * Puts back those that pass a filter, in order, so that they become due one after another.
   *
   * @param most at most so many, from 1
   * @param perSecond how many become due in each second: 1 to 10,000; 0 for all at once
   * @return how many
   */
  public int spread(DeadLetterFilter filter, int most, int perSecond) {
    if (perSecond < 0 || perSecond > FASTEST) {
      throw new IllegalArgumentException(
          "perSecond must be 0 to " + FASTEST + ", but is " + perSecond);
    }
    return all(filter, most, false, perSecond);
  }

  private int all(DeadLetterFilter filter, int most, boolean dryRun, int perSecond) {
    int count = 0;
    long after = 0;
    while (count < most) {
      List<DeadLetter> page = list(filter, after, Math.min(PAGE, most - count));
      for (DeadLetter letter : page) {
        Duration delay =
            perSecond == 0 ? Duration.ZERO : Duration.ofMillis(count * 1_000L / perSecond);
        if (dryRun || one(letter.number(), delay) == Result.DONE) {
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
   * @param reason for the trail and the log: 1 to 1,000 characters
   * @return {@link Result#DONE} or {@link Result#NOT_FOUND}
   */
  public Result discard(long number, String reason) {
    if (reason.isBlank() || reason.length() > LONGEST_REASON) {
      throw new IllegalArgumentException(
          "reason must have 1 to " + LONGEST_REASON + " characters, but has " + reason.length());
    }
    boolean found =
        transactions.inTransaction(
            tx -> {
              tx.afterCommit(nudge);
              Optional<DeadLetter> letter = find(tx, number);
              if (letter.isEmpty() || !store.discard(tx, number, store.now(tx))) {
                return false;
              }
              trail.note(tx, DeadLetterTrail.Act.DISCARDED, letter.get(), reason);
              return true;
            });
    if (found) {
      counts.discarded().increment();
      log.info("Dead letter {} was discarded: {}", number, reason);
    }
    return found ? Result.DONE : Result.NOT_FOUND;
  }
}
