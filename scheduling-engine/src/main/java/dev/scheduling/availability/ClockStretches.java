package dev.scheduling.availability;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/** Cuts time into stretches in which a zone's clock keeps its distance from UTC. */
final class ClockStretches {

  static final long DAY = 86_400;

  /** What is done with each stretch. */
  interface Visitor {
    /**
     * Takes one stretch.
     *
     * @param from the first second, since 1970
     * @param to the first second after
     * @param offset what the clock shows more than UTC, in seconds
     */
    void visit(long from, long to, long offset);
  }

  private ClockStretches() {}

  /** Shows the stretches that {@code [from, to)} consists of, in order. */
  static void forEach(ZoneId zone, long from, long to, Visitor visitor) {
    ZoneRules rules = zone.getRules();
    long at = from;
    while (at < to) {
      Instant instant = Instant.ofEpochSecond(at);
      ZoneOffsetTransition next = rules.nextTransition(instant);
      long end = next == null ? to : Math.min(to, next.toEpochSecond());
      visitor.visit(at, end, rules.getOffset(instant).getTotalSeconds());
      at = end;
    }
  }
}
