package dev.scheduling.calendar;

import java.time.Instant;

/** When a reminder fires (the TRIGGER of RFC 5545, section 3.8.6.3). Immutable and thread-safe. */
public sealed interface Trigger {

  /**
   * A distance from the start or the end of each occurrence.
   *
   * @param before whether it fires before that time; otherwise after it
   * @param distance nominal days and exact time
   * @param relativeTo the time it is measured from
   */
  record Offset(boolean before, EventLength distance, RelativeTo relativeTo) implements Trigger {

    /** Reads a signed ISO 8601 duration, negative for before: {@code -PT15M}. */
    public static Offset parse(String text, RelativeTo relativeTo) {
      boolean before = text.startsWith("-");
      return new Offset(before, EventLength.parse(before ? text.substring(1) : text), relativeTo);
    }

    /** The signed ISO 8601 duration, as {@link #parse} reads it. */
    public String toText() {
      return before && !distance.isZero() ? "-" + distance : distance.toString();
    }
  }

  /** A fixed instant, once, whatever the event does. */
  record At(Instant instant) implements Trigger {}

  /** What an offset is measured from. */
  enum RelativeTo {
    /** The start of the occurrence. */
    START,
    /** The end of the occurrence. */
    END
  }
}
