package dev.scheduling.recurrence;

/**
 * A cursor over one rule whose times lie the same number of seconds apart, where instants are local
 * times at a fixed distance: each occurrence is a sum, and nothing has to be fetched.
 */
final class SteppingCursor extends OccurrenceCursor {

  private final CompiledRule rule;
  private final PatternExpander steps;
  private final long step;

  /** From an instant to the local time. */
  private final long offset;

  /** From a key to the local time. */
  private final long keyOffset;

  /** The first and the last local time that the window admits, occurrences or not. */
  private final long first;

  private final long last;

  /**
   * The occurrence, or the next one if the cursor is between two; behind {@link #last} if there is
   * none.
   */
  private long time;

  private boolean between = true;
  private boolean ended;

  SteppingCursor(
      CompiledRule rule, PatternExpander steps, SetFrame frame, long fromKey, long endKey) {
    super(frame);
    this.rule = rule;
    this.steps = steps;
    step = steps.step();
    offset = frame.table().offset(0);
    keyOffset = frame.keyIsLocal() ? 0 : offset;
    first = nominal(fromKey);
    last = Math.min(rule.last(), nominal(endKey) - 1);
    time = steps.atOrAfter(first);
  }

  /** Keys reach to the ends of a long, where nothing may be added to them. */
  private long nominal(long key) {
    long inYears = Math.max(key, steps.start - Expander.DAY);
    return Math.min(inYears, 2 * Expander.LAST_SECOND) + keyOffset;
  }

  @Override
  public boolean next() {
    if (between) {
      between = false;
    } else {
      time += step;
    }
    if (time <= last) {
      return true;
    }
    between = true;
    ended = true;
    return false;
  }

  @Override
  public boolean previous() {
    ended = false;
    long before = steps.previous(Math.min(time, last + 1));
    if (before == Expander.NONE_BEFORE || before < first) {
      between = true;
      return false;
    }
    between = false;
    time = before;
    return true;
  }

  @Override
  void seekKey(long key) {
    seekNominal(Math.min(Math.max(nominal(key), first), last + 1));
  }

  @Override
  void seekEnd() {
    seekNominal(last + 1);
  }

  private void seekNominal(long second) {
    time = steps.atOrAfter(second);
    between = true;
    ended = false;
  }

  @Override
  public long localSecond() {
    if (between) {
      throw notAtOccurrence();
    }
    return time;
  }

  @Override
  long knownEpochSecond() {
    return localSecond() - offset;
  }

  @Override
  public End end() {
    if (!ended) {
      throw notEnded();
    }
    return rule.endAt(last);
  }
}
