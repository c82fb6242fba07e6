package dev.scheduling.recurrence;

import dev.scheduling.recurrence.OccurrenceCursor.End;
import dev.scheduling.recurrence.RecurrenceOptions.GapPolicy;
import org.jspecify.annotations.Nullable;

/** One rule of a set with its expander and the end that COUNT or UNTIL gives it. Thread-safe. */
final class CompiledRule {

  private static final long UNKNOWN = Long.MIN_VALUE;

  final Expander expander;
  final boolean finite;

  /** The last instant, for UNTIL where a gap puts later nominal times before earlier ones. */
  final long lastEpoch;

  private final ZoneTable zone;
  private final boolean skipsGaps;
  private final long count;
  private final boolean makesStart;

  /** The grid of a rule that counts elapsed time in a zone whose offset changes; null otherwise. */
  private final @Nullable SubDailyExpander elapsed;

  /** The last instant of such a rule; written by any thread, always with the same value. */
  private volatile long lastElapsed = UNKNOWN;

  /** The last nominal time; written by any thread, always with the same value. */
  private volatile long last;

  CompiledRule(RecurrenceRule rule, Expander expander, SetFrame frame, boolean startCounts) {
    this.expander = expander;
    finite = rule.isFinite();
    zone = frame.table();
    skipsGaps = !frame.allDay() && frame.options().gaps() == GapPolicy.SKIP && !zone.isFixed();
    boolean onPattern = startCounts && expander.makes(frame.start());
    long untilEpoch = Long.MAX_VALUE;
    if (rule.until().isPresent()) {
      RecurrenceTime until = rule.until().get();
      last = Math.min(frame.lastNominal(until), Expander.LAST_SECOND);
      count = 0;
      if (until instanceof RecurrenceTime.AtInstant at && frame.hasInstants()) {
        untilEpoch = at.instant().getEpochSecond();
      }
    } else if (rule.count().isPresent()) {
      // The start takes one of the count where the rule does not make it.
      count = rule.count().getAsLong() - (startCounts && !onPattern ? 1 : 0);
      last = count == 0 ? expander.start - 1 : UNKNOWN;
    } else {
      count = 0;
      last = Expander.LAST_SECOND;
    }
    lastEpoch = untilEpoch;
    elapsed = RuleCompiler.elapsedGrid(rule, frame);
    // Asking for the last of a COUNT here would compute it before anybody needs it.
    makesStart = onPattern && (count > 0 || last >= expander.start);
  }

  /** The occurrences of the rule in its zone. */
  OccurrenceSource source(SetFrame frame) {
    if (zone.isFixed()) {
      return new FixedSource(this, frame);
    }
    return elapsed == null
        ? new RuleSource(this, frame)
        : new ElapsedSource(elapsed, zone, lastElapsed(elapsed, frame));
  }

  private long lastElapsed(SubDailyExpander grid, SetFrame frame) {
    long known = lastElapsed;
    if (known == UNKNOWN) {
      if (count > 0) {
        known = new ElapsedSource(grid, zone, Expander.LAST_SECOND).last(count);
      } else if (finite) {
        known = lastEpoch == Long.MAX_VALUE ? frame.clock().epochOf(last) : lastEpoch;
      } else {
        known = Expander.LAST_SECOND;
      }
      lastElapsed = known;
    }
    return known;
  }

  /** Whether the start is one of the times of this rule. */
  boolean makesStart() {
    return makesStart;
  }

  /** Whether it is proved that no time matches, COUNT and UNTIL left aside. */
  boolean neverMatches() {
    Expander.Walker walker = expander.walker();
    walker.seek(expander.start);
    return walker.fill(new long[1], 0, 1, Expander.LAST_SECOND) == 0 && !walker.spent();
  }

  /** The last nominal time the rule may make, {@link Expander#LAST_SECOND} for an endless one. */
  long last() {
    long known = last;
    if (known == UNKNOWN) {
      known = select(count - 1);
      last = known = Math.min(known, Expander.LAST_SECOND);
    }
    return known;
  }

  /** Why there is nothing more up to a nominal time, which a window may have brought forward. */
  End endAt(long lastNominal) {
    if (lastNominal < last()) {
      return End.WINDOW;
    }
    boolean endsInTime =
        finite && (last() < Expander.LAST_SECOND || lastEpoch < Expander.LAST_SECOND);
    return endsInTime || expander.provedEmpty() ? End.EXHAUSTED : End.LIMIT;
  }

  private long select(long index) {
    long at = expander.select(index);
    if (skipsGaps) {
      long dropped = 0;
      while (at != Expander.NONE) {
        long now = inGaps(at);
        if (now == dropped) {
          break;
        }
        dropped = now;
        at = expander.select(index + dropped);
      }
    }
    return at;
  }

  /** How many nominal times up to {@code last} lie in gaps. */
  private long inGaps(long last) {
    long sum = 0;
    ZoneClock clock = new ZoneClock(zone, false);
    clock.enter(expander.start - 2 * Expander.DAY);
    while (clock.epochTo != Long.MAX_VALUE && clock.localTo <= last) {
      long first = clock.localTo;
      long offset = clock.offset;
      clock.enter(clock.epochTo);
      if (clock.offset > offset) {
        long before = expander.previous(Math.min(clock.localFrom, last + 1));
        while (before != Expander.NONE_BEFORE && before >= first) {
          sum++;
          before = expander.previous(before);
        }
      }
    }
    return sum;
  }
}
