package dev.scheduling.recurrence;

import dev.scheduling.recurrence.OccurrenceCursor.End;
import java.util.Optional;

/**
 * The n-th occurrence and how many there are, without walking where a rule's own arithmetic
 * answers.
 */
final class OccurrenceCounting {

  /** Occurrences that are walked for one count before it is given up. */
  private static final long MAX_WALK = 50_000_000;

  private OccurrenceCounting() {}

  static Optional<OccurrenceCursor> nth(RecurrenceSet set, CompiledSet compiled, long index) {
    if (index < 0) {
      throw new IllegalArgumentException("index " + index + " is negative");
    }
    OccurrenceCursor cursor = set.cursor();
    if (compiled.isPlainRule && compiled.frame.isGapless()) {
      CompiledRule rule = compiled.rules[0];
      long nominal = rule.expander.select(index);
      if (nominal == Expander.NONE || nominal > rule.last()) {
        return Optional.empty();
      }
      cursor.seekLocal(nominal);
      return cursor.next() ? Optional.of(cursor) : Optional.empty();
    }
    for (long i = 0; i <= index; i++) {
      if (!cursor.next()) {
        return Optional.empty();
      }
    }
    return Optional.of(cursor);
  }

  static OccurrenceCount count(CompiledSet compiled, long fromKey, long toKey) {
    if (toKey <= fromKey) {
      return new OccurrenceCount(0, End.WINDOW);
    }
    OccurrenceCursor cursor =
        new OccurrenceCursor(compiled.source(), compiled.frame, fromKey, toKey);
    long count = 0;
    while (count < MAX_WALK) {
      if (!cursor.next()) {
        return new OccurrenceCount(count, cursor.end());
      }
      count++;
    }
    return new OccurrenceCount(count, End.BUDGET);
  }
}
