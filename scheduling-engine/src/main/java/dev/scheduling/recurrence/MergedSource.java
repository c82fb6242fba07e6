package dev.scheduling.recurrence;

import dev.scheduling.recurrence.OccurrenceCursor.End;

/** The union of several sources: what two of them make is made once. */
final class MergedSource extends OccurrenceSource {

  private static final int BUFFER = 16;

  private final OccurrenceSource[] sources;
  private final boolean keyIsLocal;
  private final long[][] locals;
  private final long[][] epochs;
  private final int[] at;
  private final int[] size;
  private final boolean[] ended;
  private End end = End.EXHAUSTED;

  MergedSource(OccurrenceSource[] sources, boolean keyIsLocal) {
    this.sources = sources;
    this.keyIsLocal = keyIsLocal;
    int n = sources.length;
    locals = new long[n][BUFFER];
    epochs = new long[n][BUFFER];
    at = new int[n];
    size = new int[n];
    ended = new boolean[n];
  }

  @Override
  void seek(long key) {
    for (int i = 0; i < sources.length; i++) {
      sources[i].seek(key);
      at[i] = size[i] = 0;
      ended[i] = false;
    }
  }

  @Override
  void endBefore(long endKey) {
    for (OccurrenceSource source : sources) {
      source.endBefore(endKey);
    }
  }

  @Override
  int fill(long[] intoLocals, long[] intoEpochs, int max) {
    int out = 0;
    while (out < max) {
      int least = -1;
      long leastKey = 0;
      for (int i = 0; i < sources.length; i++) {
        if (!isReady(i)) {
          if (sources[i].end() == End.BUDGET) {
            // Whether this one is next is not known yet.
            ended[i] = false;
            end = End.BUDGET;
            return out;
          }
          continue;
        }
        long key = keyIsLocal ? locals[i][at[i]] : epochs[i][at[i]];
        if (least < 0 || key < leastKey) {
          least = i;
          leastKey = key;
        } else if (key == leastKey) {
          at[i]++;
        }
      }
      if (least < 0) {
        end = combinedEnd();
        break;
      }
      intoLocals[out] = locals[least][at[least]];
      intoEpochs[out++] = epochs[least][at[least]++];
    }
    return out;
  }

  private boolean isReady(int i) {
    if (at[i] < size[i]) {
      return true;
    }
    if (ended[i]) {
      return false;
    }
    at[i] = 0;
    size[i] = sources[i].fill(locals[i], epochs[i], BUFFER);
    ended[i] = size[i] == 0;
    return size[i] > 0;
  }

  /** The end that promises least. */
  private End combinedEnd() {
    End least = End.EXHAUSTED;
    for (OccurrenceSource source : sources) {
      End its = source.end();
      if (its == End.LIMIT || (its == End.WINDOW && least == End.EXHAUSTED)) {
        least = its;
      }
    }
    return least;
  }

  @Override
  End end() {
    return end;
  }

  @Override
  boolean previous(long key, long[] intoLocals, long[] intoEpochs) {
    boolean found = false;
    long greatest = 0;
    for (int i = 0; i < sources.length; i++) {
      if (sources[i].previous(key, locals[i], epochs[i])) {
        long its = keyIsLocal ? locals[i][0] : epochs[i][0];
        if (!found || its > greatest) {
          found = true;
          greatest = its;
          intoLocals[0] = locals[i][0];
          intoEpochs[0] = epochs[i][0];
        }
      }
      at[i] = size[i] = 0;
    }
    return found;
  }
}
