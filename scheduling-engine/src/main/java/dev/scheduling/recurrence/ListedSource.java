package dev.scheduling.recurrence;

import dev.scheduling.recurrence.OccurrenceCursor.End;
import java.util.Arrays;

/** Occurrences that are listed one by one: the start and RDATE. */
final class ListedSource extends OccurrenceSource {

  /** Both ascending by key, and of the same length. */
  private final long[] locals;

  private final long[] epochs;
  private final long[] keys;
  private int at;
  private long endKey = Long.MAX_VALUE;

  ListedSource(long[] locals, long[] epochs, boolean keyIsLocal) {
    this.locals = locals;
    this.epochs = epochs;
    keys = keyIsLocal ? locals : epochs;
  }

  @Override
  void seek(long key) {
    at = indexOf(key);
  }

  private int indexOf(long key) {
    int index = Arrays.binarySearch(keys, key);
    return index < 0 ? ~index : index;
  }

  @Override
  void endBefore(long end) {
    endKey = end;
  }

  @Override
  int fill(long[] intoLocals, long[] intoEpochs, int max) {
    int out = 0;
    while (out < max && at < keys.length && keys[at] < endKey) {
      intoLocals[out] = locals[at];
      intoEpochs[out++] = epochs[at++];
    }
    return out;
  }

  @Override
  End end() {
    return at < keys.length ? End.WINDOW : End.EXHAUSTED;
  }

  @Override
  boolean previous(long key, long[] intoLocals, long[] intoEpochs) {
    int index = indexOf(key) - 1;
    if (index < 0) {
      return false;
    }
    intoLocals[0] = locals[index];
    intoEpochs[0] = epochs[index];
    return true;
  }
}
