package dev.scheduling.conflict;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * The answer to when two series first clash. It never says merely "no": it says whether that was
 * proved for ever or how far it was looked.
 *
 * <p>Immutable and thread-safe, as are all its kinds.
 */
public sealed interface FirstConflict {

  /**
   * They clash.
   *
   * @param instant the first moment that lies in an occurrence of each
   */
  record Conflict(Instant instant) implements FirstConflict {
    public Conflict {
      requireNonNull(instant, "instant");
    }
  }

  /**
   * They never clash, however long both go on.
   *
   * @param proof how that is known
   * @param tzVersion the version of the tz database for which it holds, such as {@code 2025a}: with
   *     another one it has to be asked again
   */
  record Never(Proof proof, String tzVersion) implements FirstConflict {
    public Never {
      requireNonNull(proof, "proof");
      requireNonNull(tzVersion, "tzVersion");
    }
  }

  /**
   * They do not clash before a moment; what comes then was not found out, because it would have
   * taken too long, lies after the year 9999, or repeats in a calendar that is not understood well
   * enough.
   *
   * @param instant the moment before which they do not clash
   */
  record NoneBefore(Instant instant) implements FirstConflict {
    public NoneBefore {
      requireNonNull(instant, "instant");
    }
  }

  /** How it is known that two series never clash. */
  enum Proof {
    /** One of the two ends, and everything up to then was looked at. */
    FINITE,
    /** They are never busy at the same times of the week, whatever their zones' clocks do. */
    WEEK,
    /** The remainders of their intervals never meet. */
    REMAINDERS,
    /** Everything that can happen in 400 years was looked at, after which dates repeat. */
    CYCLE
  }
}
