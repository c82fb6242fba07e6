package dev.scheduling.calendar;

import dev.scheduling.CalendarId;
import dev.scheduling.HoldId;
import dev.scheduling.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where holds are kept.
 *
 * <p>Every call works inside the transaction it is given and sees what that transaction wrote.
 * Implementations are thread-safe and hold to {@code HoldStoreContract}. A hold is no longer in a
 * calendar that was deleted, and not there at all when that was its last.
 *
 * <p>All methods throw {@link dev.scheduling.SchedulingException} when the store fails.
 */
public interface HoldStore {

  /** Adds a hold whose id is not in use. Its calendars exist and are locked by this transaction. */
  void insert(Transaction tx, Hold hold);

  /** The hold with this id, expired or not. */
  Optional<Hold> find(Transaction tx, HoldId hold);

  /**
   * The holds in a calendar that expire after {@code now}, by start and id; at most {@code limit}.
   */
  List<Hold> active(Transaction tx, CalendarId calendar, Instant now, int limit);

  /** Removes a hold. Returns whether it was there. */
  boolean delete(Transaction tx, HoldId hold);

  /** Removes holds that expired before {@code before}, at most {@code limit}. Returns how many. */
  int prune(Transaction tx, Instant before, int limit);
}
