package dev.scheduling.recurrence;

import dev.scheduling.recurrence.OccurrenceCursor.End;
import dev.scheduling.recurrence.RecurrenceOptions.GapPolicy;
import java.util.Arrays;

/** The occurrences of one rule in a zone whose offset changes. */
final class RuleSource extends OccurrenceSource {

  /*
   * Nominal times come ascending from the expander. Outside gaps their instants ascend as well: of
   * an overlap the first instant is taken, so the second pass stays empty. A time in a gap is read
   * with the offset before it, which moves it behind the gap, among the times that lie there by
   * themselves. Those of a gap therefore wait in a queue and are merged with what follows, and equal
   * ones become one. A queue holds no more than a gap has seconds.
   */

  private static final long[] NONE = {};

  private final CompiledRule rule;
  private final Expander.Walker walker;
  private final ZoneClock clock;
  private final boolean keyIsLocal;
  private final boolean skipsGaps;

  private long[] raw = NONE;
  private int rawAt;
  private int rawSize;
  private long[] shifted = NONE;
  private long[] shiftedEpochs = NONE;
  private int shiftedAt;
  private int shiftedSize;
  private long fromKey;
  private long endKey = Long.MAX_VALUE;
  private long lastNominal;
  private boolean done;
  private End end = End.EXHAUSTED;

  RuleSource(CompiledRule rule, SetFrame frame) {
    this.rule = rule;
    walker = rule.expander.walker();
    clock = frame.clock();
    keyIsLocal = frame.keyIsLocal();
    skipsGaps = !frame.allDay() && frame.options().gaps() == GapPolicy.SKIP;
    lastNominal = rule.last();
  }

  @Override
  void seek(long key) {
    fromKey = key;
    done = false;
    rawAt = rawSize = 0;
    shiftedAt = shiftedSize = 0;
    long nominal;
    if (key <= rule.expander.start - 2 * Expander.DAY) {
      nominal = rule.expander.start;
      clock.epochOf(nominal);
    } else {
      long inYears = Math.min(key, Expander.LAST_SECOND);
      nominal = keyIsLocal ? inYears : clock.leastNominal(inYears);
    }
    walker.seek(nominal);
  }

  @Override
  void endBefore(long end) {
    endKey = end;
    lastNominal = rule.last();
    if (end <= Expander.LAST_SECOND) {
      long inYears = Math.max(end, rule.expander.start - 2L * Expander.DAY);
      long bound = keyIsLocal ? inYears : clock.greatestNominal(inYears);
      lastNominal = Math.min(lastNominal, bound - 1);
    }
  }

  @Override
  int fill(long[] locals, long[] epochs, int max) {
    if (done) {
      return 0;
    }
    if (shiftedAt == shiftedSize && rawAt == rawSize) {
      int filled = walker.fill(locals, 0, max, lastNominal);
      if (filled == 0) {
        end = walker.spent() ? End.BUDGET : rule.endAt(lastNominal);
        return 0;
      }
      if (isPlain(locals, filled)) {
        long offset = clock.offset;
        for (int i = 0; i < filled; i++) {
          epochs[i] = locals[i] - offset;
        }
        return filled;
      }
      if (raw.length < max) {
        raw = new long[max];
      }
      System.arraycopy(locals, 0, raw, 0, filled);
      rawAt = 0;
      rawSize = filled;
    }
    return resolve(locals, epochs, max);
  }

  /** Whether the times lie in the stretch the clock knows, and inside the bounds by far. */
  private boolean isPlain(long[] locals, int filled) {
    long first = locals[0];
    long last = locals[filled - 1];
    if (first < clock.localFrom || last >= clock.localTo) {
      return false;
    }
    return !keyIsLocal
        && first - clock.offset >= fromKey
        && last - clock.offset < endKey
        && last - clock.offset <= rule.lastEpoch;
  }

  /** One by one, through gaps and bounds. */
  private int resolve(long[] locals, long[] epochs, int max) {
    int out = 0;
    while (out < max) {
      if (rawAt == rawSize) {
        rawAt = 0;
        rawSize = walker.fill(raw, 0, Math.min(max, raw.length), lastNominal);
      }
      long local;
      long epoch;
      if (rawAt < rawSize) {
        local = raw[rawAt];
        epoch = clock.epochOf(local);
        if (clock.gap > 0 && !keyIsLocal) {
          rawAt++;
          if (!skipsGaps) {
            enqueue(local + clock.gap, epoch);
          }
          continue;
        }
        if (shiftedAt < shiftedSize && shiftedEpochs[shiftedAt] <= epoch) {
          if (shiftedEpochs[shiftedAt] == epoch) {
            rawAt++;
          }
          local = shifted[shiftedAt];
          epoch = shiftedEpochs[shiftedAt++];
        } else {
          rawAt++;
        }
      } else if (shiftedAt < shiftedSize) {
        local = shifted[shiftedAt];
        epoch = shiftedEpochs[shiftedAt++];
      } else {
        break;
      }
      long key = keyIsLocal ? local : epoch;
      if (key < fromKey) {
        continue;
      }
      if (key >= endKey || epoch > rule.lastEpoch) {
        end = key >= endKey ? End.WINDOW : End.EXHAUSTED;
        done = true;
        return out;
      }
      locals[out] = local;
      epochs[out++] = epoch;
    }
    if (out == 0) {
      end = walker.spent() ? End.BUDGET : rule.endAt(lastNominal);
    }
    return out;
  }

  private void enqueue(long local, long epoch) {
    if (shiftedAt == shiftedSize) {
      shiftedAt = shiftedSize = 0;
    }
    if (shiftedSize == shifted.length) {
      int size = Math.max(8, shiftedSize * 2);
      shifted = Arrays.copyOf(shifted, size);
      shiftedEpochs = Arrays.copyOf(shiftedEpochs, size);
    }
    shifted[shiftedSize] = local;
    shiftedEpochs[shiftedSize++] = epoch;
  }

  @Override
  End end() {
    return end;
  }

  @Override
  boolean previous(long key, long[] locals, long[] epochs) {
    long bound =
        keyIsLocal || key > Expander.LAST_SECOND
            ? key
            : key <= rule.expander.start - 2 * Expander.DAY ? key : clock.greatestNominal(key);
    long nominal = rule.expander.previous(Math.min(bound, rule.last() + 1));
    boolean found = false;
    while (nominal != Expander.NONE_BEFORE) {
      long epoch = clock.epochOf(nominal);
      long shift = keyIsLocal ? 0 : clock.gap;
      boolean counts = (shift == 0 || !skipsGaps) && epoch <= rule.lastEpoch;
      long itsKey = keyIsLocal ? nominal : epoch;
      if (counts && itsKey < key && (!found || epoch > epochs[0])) {
        locals[0] = nominal + shift;
        epochs[0] = epoch;
        found = true;
      }
      // A time in a gap may come to lie behind one that follows the gap: look a gap further back.
      if (found && (keyIsLocal || locals[0] - nominal > 2 * Expander.DAY || isPlainAt(nominal))) {
        break;
      }
      nominal = rule.expander.previous(nominal);
    }
    return found;
  }

  /** Whether no gap ends shortly before a time, so that nothing earlier can be moved behind it. */
  private boolean isPlainAt(long nominal) {
    boolean within = nominal >= clock.localFrom + 2 * Expander.DAY && nominal < clock.localTo;
    return within || clock.localFrom == Long.MIN_VALUE;
  }
}
