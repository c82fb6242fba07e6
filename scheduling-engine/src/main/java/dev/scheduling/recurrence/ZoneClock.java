package dev.scheduling.recurrence;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * The way between nominal local seconds and instants in one zone. It remembers the stretch of
 * constant offset it last was in, so that neighbouring times cost two comparisons. Mutable; for one
 * thread.
 */
final class ZoneClock {

  /** Longer than any transition that a zone ever made; Samoa's of 2011 took 24 hours. */
  private static final long LONGEST_TRANSITION = 2 * 86_400L;

  /** Never changes, like that of any fixed offset, and so serves any number of threads. */
  static final ZoneClock UTC = new ZoneClock(ZoneOffset.UTC.getRules(), false);

  private final ZoneRules rules;
  private final boolean dates;
  final boolean fixed;

  /**
   * Nominal times in {@code [localFrom, localTo)} have this offset and lie in no gap or overlap.
   */
  long localFrom = Long.MAX_VALUE;

  long localTo = Long.MIN_VALUE;
  long offset;

  private long epochFrom = Long.MAX_VALUE;
  private long epochTo = Long.MIN_VALUE;
  private long offsetBefore;

  /** The length of the gap in which the last time lay that {@link #epochOf} was asked for, or 0. */
  long gap;

  /**
   * @param dates whether times are starts of days, which begin at the first instant of that date
   */
  ZoneClock(ZoneRules rules, boolean dates) {
    this.rules = rules;
    this.dates = dates;
    fixed = rules.isFixedOffset();
    if (fixed) {
      offset = rules.getOffset(Instant.EPOCH).getTotalSeconds();
      offsetBefore = offset;
      localFrom = Long.MIN_VALUE;
      localTo = Long.MAX_VALUE;
      epochFrom = Long.MIN_VALUE / 2;
      epochTo = Long.MAX_VALUE;
    }
  }

  /**
   * The instant of a nominal time: the first in an overlap, shifted by the gap's length in a gap.
   */
  long epochOf(long nominal) {
    if (nominal >= localFrom && nominal < localTo) {
      if (gap != 0) {
        gap = 0;
      }
      return nominal - offset;
    }
    gap = 0;
    LocalDateTime local = LocalDateTime.ofEpochSecond(nominal, 0, ZoneOffset.UTC);
    ZoneOffsetTransition transition = rules.getTransition(local);
    if (transition == null) {
      long epoch = nominal - rules.getOffset(local).getTotalSeconds();
      enter(epoch);
      return epoch;
    }
    if (transition.isGap()) {
      gap = transition.getDuration().toSeconds();
      if (dates) {
        return transition.toEpochSecond();
      }
    }
    return nominal - transition.getOffsetBefore().getTotalSeconds();
  }

  /** No nominal time before this one has an instant at or after {@code epoch}. */
  long leastNominal(long epoch) {
    enter(epoch);
    boolean recent = epoch - epochFrom < LONGEST_TRANSITION;
    return epoch + (recent ? Math.min(offset, offsetBefore) : offset);
  }

  /** No nominal time at or after this one has an instant before {@code epoch}. */
  long greatestNominal(long epoch) {
    enter(epoch);
    boolean recent = epoch - epochFrom < LONGEST_TRANSITION;
    return epoch + (recent ? Math.max(offset, offsetBefore) : offset);
  }

  /** The local time that the zone's clocks show at an instant. */
  long localOf(long epoch) {
    enter(epoch);
    return epoch + offset;
  }

  private void enter(long epoch) {
    if (epoch >= epochFrom && epoch < epochTo) {
      return;
    }
    Instant instant = Instant.ofEpochSecond(epoch);
    offset = rules.getOffset(instant).getTotalSeconds();
    offsetBefore = offset;
    ZoneOffsetTransition previous = rules.previousTransition(instant.plusSeconds(1));
    ZoneOffsetTransition next = rules.nextTransition(instant);
    localFrom = Long.MIN_VALUE;
    localTo = Long.MAX_VALUE;
    epochFrom = Long.MIN_VALUE / 2;
    epochTo = Long.MAX_VALUE;
    if (previous != null) {
      epochFrom = previous.toEpochSecond();
      offsetBefore = previous.getOffsetBefore().getTotalSeconds();
      localFrom = epochFrom + Math.max(offset, offsetBefore);
    }
    if (next != null) {
      epochTo = next.toEpochSecond();
      localTo = epochTo + Math.min(offset, next.getOffsetAfter().getTotalSeconds());
    }
  }
}
