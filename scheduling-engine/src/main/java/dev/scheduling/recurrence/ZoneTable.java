package dev.scheduling.recurrence;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneOffsetTransitionRule;
import java.time.zone.ZoneRules;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * All changes of a zone's clocks as one sorted array of seconds, made once for each zone and
 * shared. It says what {@link ZoneRules} says, without an object for an answer and as fast for the
 * year 9000 as for this one. Immutable, thread-safe.
 */
final class ZoneTable {

  /*
   * What the clocks do in years to come is told by rules such as "the last Sunday of March". These
   * look at nothing but the calendar, which repeats after 400 years. So the table has the changes
   * that are listed one by one and then one such cycle of those that rules make; a later instant is
   * looked up where it would lie in that cycle. 10 KiB for a zone with summer time.
   */

  /** As many zones as are kept; the world has fewer than 600, most programs use a few. */
  static final int MAX_ZONES = 256;

  private static final long CYCLE = GregorianDays.DAYS_IN_CYCLE * (long) Expander.DAY;

  /** The greatest distance of local time from UTC. */
  private static final long MAX_OFFSET = ZoneOffset.MAX.getTotalSeconds();

  static final ZoneTable UTC = new ZoneTable(ZoneOffset.UTC.getRules());

  private static final ConcurrentMap<ZoneId, ZoneTable> KNOWN = new ConcurrentHashMap<>();

  private final ZoneRules rules;

  /** The instants of the changes, ascending. */
  private final long[] changes;

  /** The offset before each change, and that after the last. */
  private final int[] offsets;

  /** From here on the changes repeat with the calendar, and one cycle of them is there. */
  private final long repeatsFrom;

  private ZoneTable(ZoneRules rules) {
    this.rules = rules;
    List<ZoneOffsetTransition> listed = rules.getTransitions();
    List<ZoneOffsetTransitionRule> yearly = rules.getTransitionRules();
    int size = listed.size();
    int lastYear = 0;
    if (size == 0 || yearly.isEmpty()) {
      yearly = List.of();
      repeatsFrom = Long.MAX_VALUE;
    } else {
      lastYear = listed.get(size - 1).getDateTimeBefore().getYear();
      // Rules may begin within the year of the last change, so the first year they have whole
      // follows, and the change before the cycle lies in it.
      repeatsFrom = GregorianDays.startOfYear(lastYear + 2) * (long) Expander.DAY;
    }
    // A year more on either side: what is looked up at an end of the cycle has neighbours.
    int years = GregorianDays.YEARS_IN_CYCLE + 3;
    long[] instants = new long[size + years * yearly.size()];
    int[] before = new int[instants.length + 1];
    for (int i = 0; i < size; i++) {
      instants[i] = listed.get(i).toEpochSecond();
      before[i] = listed.get(i).getOffsetBefore().getTotalSeconds();
    }
    int after =
        size == 0
            ? rules.getOffset(Instant.EPOCH).getTotalSeconds()
            : listed.get(size - 1).getOffsetAfter().getTotalSeconds();
    for (int year = lastYear; year < lastYear + years; year++) {
      for (ZoneOffsetTransitionRule rule : yearly) {
        ZoneOffsetTransition change = rule.createTransition(year);
        if (change.toEpochSecond() > instants[size - 1]) {
          instants[size] = change.toEpochSecond();
          before[size++] = change.getOffsetBefore().getTotalSeconds();
          after = change.getOffsetAfter().getTotalSeconds();
        }
      }
    }
    before[size] = after;
    changes = Arrays.copyOf(instants, size);
    offsets = Arrays.copyOf(before, size + 1);
  }

  /** The table of a zone, made when it is first asked for. */
  static ZoneTable of(ZoneId zone) {
    if (zone.equals(ZoneOffset.UTC)) {
      return UTC;
    }
    ZoneRules rules = zone.getRules();
    ZoneTable table = KNOWN.get(zone);
    // A program may load newer rules for a zone while it runs.
    if (table == null || !table.rules.equals(rules)) {
      table = new ZoneTable(rules);
      if (KNOWN.size() >= MAX_ZONES) {
        KNOWN.clear();
      }
      KNOWN.put(zone, table);
    }
    return table;
  }

  /** Whether the zone never changed its offset. */
  boolean isFixed() {
    return changes.length == 0;
  }

  /**
   * By how much an instant lies later than where it is looked up: whole cycles of the calendar. Add
   * it to every {@link #change} that is found there.
   */
  long shift(long epoch) {
    return epoch < repeatsFrom ? 0 : Math.floorDiv(epoch - repeatsFrom, CYCLE) * CYCLE;
  }

  /** How many changes there are, up to the end of the cycle. */
  int size() {
    return changes.length;
  }

  /** The instant of a change. */
  long change(int index) {
    return changes[index];
  }

  /** The offset before a change; that after the last one at {@link #size}. */
  int offset(int index) {
    return offsets[index];
  }

  /** The first change after an instant that {@link #shift} brought into the table. */
  int following(long epoch) {
    int low = 0;
    int high = changes.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (changes[middle] <= epoch) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** What {@link #shift} is for instants around a local time. */
  long shiftOfLocal(long local) {
    return shift(local - MAX_OFFSET);
  }

  /**
   * The first change before which or in which a local time lies: in its gap or overlap at or after
   * {@link #begin}. The local time was shifted by {@link #shiftOfLocal}.
   */
  int followingLocal(long local) {
    int index = following(local - MAX_OFFSET);
    while (index < changes.length && local >= end(index)) {
      index++;
    }
    return index;
  }

  /** The local time at which the gap or overlap of a change begins. */
  long begin(int index) {
    return changes[index] + Math.min(offsets[index], offsets[index + 1]);
  }

  /** The local time at which the gap or overlap of a change ends. */
  long end(int index) {
    return changes[index] + Math.max(offsets[index], offsets[index + 1]);
  }
}
