package dev.scheduling.recurrence;

import dev.scheduling.recurrence.OccurrenceCursor.End;

/**
 * The occurrences of one rule where instants are local times at a fixed distance: what the expander
 * makes is taken as it comes.
 */
final class FixedSource extends OccurrenceSource {

  private final CompiledRule rule;
  private final Expander.Walker walker;
  private final long offset;

  /** From a key to the nominal time. */
  private final long keyOffset;

  private long lastNominal;

  /** Whether the key that was sought lies behind all years. */
  private boolean over;

  FixedSource(CompiledRule rule, SetFrame frame) {
    this.rule = rule;
    walker = rule.expander.walker();
    offset = frame.table().offset(0);
    keyOffset = frame.keyIsLocal() ? 0 : offset;
    lastNominal = rule.last();
  }

  @Override
  void seek(long key) {
    // Keys reach to the ends of a long, where nothing may be added to them.
    long nominal =
        key <= rule.expander.start - Expander.DAY
            ? rule.expander.start
            : Math.min(key, 2 * Expander.LAST_SECOND) + keyOffset;
    over = nominal > Expander.LAST_SECOND;
    if (!over) {
      walker.seek(nominal);
    }
  }

  @Override
  void endBefore(long end) {
    long last = rule.last();
    lastNominal =
        end > Expander.LAST_SECOND
            ? last
            : Math.min(last, Math.max(end, rule.expander.start - Expander.DAY) + keyOffset - 1);
  }

  @Override
  int fill(long[] locals, long[] epochs, int max) {
    int filled = over ? 0 : walker.fill(locals, 0, max, lastNominal);
    if (epochs != locals) {
      for (int i = 0; i < filled; i++) {
        epochs[i] = locals[i] - offset;
      }
    }
    return filled;
  }

  @Override
  End end() {
    return !over && walker.spent() ? End.BUDGET : rule.endAt(lastNominal);
  }

  @Override
  boolean previous(long key, long[] locals, long[] epochs) {
    if (key <= rule.expander.start - Expander.DAY) {
      return false;
    }
    long before = Math.min(key, 2 * Expander.LAST_SECOND) + keyOffset;
    long nominal = rule.expander.previous(Math.min(before, rule.last() + 1));
    if (nominal == Expander.NONE_BEFORE) {
      return false;
    }
    locals[0] = nominal;
    epochs[0] = nominal - offset;
    return true;
  }
}
