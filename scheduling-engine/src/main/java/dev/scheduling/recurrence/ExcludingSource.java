package dev.scheduling.recurrence;

import dev.scheduling.recurrence.OccurrenceCursor.End;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A source without what EXDATE and EXRULE take away. */
final class ExcludingSource extends OccurrenceSource {

  private static final int BUFFER = 32;

  private final OccurrenceSource source;
  private final boolean keyIsLocal;

  /** Ascending keys. */
  private final long[] keys;

  /** Ascending epoch days whose occurrences, by local date, all go. */
  private final int[] days;

  private final @Nullable OccurrenceSource excluded;
  private final long[] sourceLocals = new long[BUFFER];
  private final long[] sourceEpochs = new long[BUFFER];
  private int sourceAt;
  private int sourceSize;
  private final long[] excludedLocals = new long[BUFFER];
  private final long[] excludedEpochs = new long[BUFFER];
  private int excludedAt;
  private int excludedSize;
  private boolean excludedEnded;
  private End end = End.EXHAUSTED;

  ExcludingSource(
      OccurrenceSource source,
      boolean keyIsLocal,
      long[] keys,
      int[] days,
      @Nullable OccurrenceSource excluded) {
    this.source = source;
    this.keyIsLocal = keyIsLocal;
    this.keys = keys;
    this.days = days;
    this.excluded = excluded;
  }

  @Override
  void seek(long key) {
    source.seek(key);
    sourceAt = sourceSize = 0;
    if (excluded != null) {
      excluded.seek(key);
    }
    excludedAt = excludedSize = 0;
    excludedEnded = false;
  }

  @Override
  void endBefore(long endKey) {
    source.endBefore(endKey);
    if (excluded != null) {
      excluded.endBefore(endKey);
    }
  }

  @Override
  int fill(long[] locals, long[] epochs, int max) {
    int out = 0;
    int steps = Expander.STEPS;
    while (out < max) {
      if (sourceAt == sourceSize) {
        sourceAt = 0;
        sourceSize = source.fill(sourceLocals, sourceEpochs, Math.min(max, BUFFER));
        if (sourceSize == 0) {
          end = source.end();
          break;
        }
      }
      long local = sourceLocals[sourceAt];
      long epoch = sourceEpochs[sourceAt];
      long key = keyIsLocal ? local : epoch;
      if (excluded != null && !skipExcludedBefore(excluded, key)) {
        end = End.BUDGET;
        break;
      }
      boolean byRule = excludedAt < excludedSize && excludedKey() == key;
      if (!byRule && !isListed(local, key)) {
        locals[out] = local;
        epochs[out++] = epoch;
      } else if (out == 0 && steps-- == 0) {
        end = End.BUDGET;
        break;
      }
      sourceAt++;
    }
    return out;
  }

  private boolean isListed(long local, long key) {
    return Arrays.binarySearch(keys, key) >= 0
        || (days.length > 0
            && Arrays.binarySearch(days, (int) Math.floorDiv(local, (long) Expander.DAY)) >= 0);
  }

  private long excludedKey() {
    return keyIsLocal ? excludedLocals[excludedAt] : excludedEpochs[excludedAt];
  }

  /** Whether the excluded source now stands at or after the key; false if its budget is spent. */
  private boolean skipExcludedBefore(OccurrenceSource exclusions, long key) {
    while (!excludedEnded) {
      while (excludedAt < excludedSize) {
        if (excludedKey() >= key) {
          return true;
        }
        excludedAt++;
      }
      excludedAt = 0;
      excludedSize = exclusions.fill(excludedLocals, excludedEpochs, BUFFER);
      if (excludedSize == 0) {
        if (exclusions.end() == End.BUDGET) {
          return false;
        }
        excludedEnded = true;
      }
    }
    return true;
  }

  @Override
  End end() {
    return end;
  }

  @Override
  boolean previous(long key, long[] locals, long[] epochs) {
    long before = key;
    for (int i = 0; i < Expander.STEPS; i++) {
      if (!source.previous(before, locals, epochs)) {
        return false;
      }
      long its = keyIsLocal ? locals[0] : epochs[0];
      boolean byRule =
          excluded != null
              && excluded.previous(its + 1, excludedLocals, excludedEpochs)
              && (keyIsLocal ? excludedLocals[0] : excludedEpochs[0]) == its;
      if (!byRule && !isListed(locals[0], its)) {
        return true;
      }
      before = its;
    }
    return false;
  }
}
