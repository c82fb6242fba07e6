package dev.scheduling.recurrence;

import java.util.Optional;

/**
 * The n-th occurrence and how many there are: by arithmetic where the set has one, by walking where
 * not.
 */
final class OccurrenceCounting {

  /** Occurrences that are walked for one answer before it is given up. */
  static final long MAX_WALK = 50_000_000;

  private OccurrenceCounting() {}

  static Optional<OccurrenceCursor> nth(RecurrenceSet set, CompiledSet compiled, long index) {
    if (index < 0) {
      throw new IllegalArgumentException("index " + index + " is negative");
    }
    OccurrenceCursor cursor = set.cursor();
    RankedRule ranked = compiled.ranked();
    if (ranked != null) {
      long local = ranked.select(index);
      if (local == Expander.NONE) {
        return Optional.empty();
      }
      cursor.seekLocal(local);
      return cursor.next() ? Optional.of(cursor) : Optional.empty();
    }
    for (long i = 0; i <= index; i++) {
      if (!cursor.next()) {
        return Optional.empty();
      }
      if (i == MAX_WALK) {
        throw new IllegalArgumentException(
            "index " + index + " is too great for a set that has to be walked: " + MAX_WALK);
      }
    }
    return Optional.of(cursor);
  }

  static OccurrenceCount count(CompiledSet compiled, long fromKey, long toKey) {
    if (toKey <= fromKey) {
      return new OccurrenceCount(0, OccurrenceCursor.End.WINDOW);
    }
    OccurrenceCursor cursor = compiled.cursor(fromKey, toKey);
    long count = 0;
    RankedRule ranked = compiled.ranked();
    if (ranked != null && ranked.isFast()) {
      SetFrame frame = compiled.frame;
      count = ranked.before(frame.nominalOfKey(toKey)) - ranked.before(frame.nominalOfKey(fromKey));
      // From there on the cursor only says why the count ends.
      cursor.seekEnd();
    }
    while (cursor.next()) {
      if (++count == MAX_WALK) {
        return new OccurrenceCount(count, OccurrenceCursor.End.BUDGET);
      }
    }
    return new OccurrenceCount(count, cursor.end());
  }
}
