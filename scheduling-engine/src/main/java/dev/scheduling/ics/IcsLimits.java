package dev.scheduling.ics;

/**
 * How much an iCalendar file may hold; checked before anything of it is understood. Immutable and
 * thread-safe.
 *
 * @param octets the size of the file, at least 1
 * @param components how often {@code BEGIN} may occur, at least 1
 * @param lineOctets the length of one content line when unfolded, at least 75
 */
public record IcsLimits(int octets, int components, int lineOctets) {

  /** 10 MB, 50,000 components, lines of 1 MB. */
  public static final IcsLimits STANDARD = new IcsLimits(10_000_000, 50_000, 1_000_000);

  public IcsLimits {
    if (octets < 1 || octets == Integer.MAX_VALUE || components < 1 || lineOctets < 75) {
      throw new IllegalArgumentException(
          "octets and components must be at least 1 and lineOctets at least 75, but got "
              + octets
              + ", "
              + components
              + " and "
              + lineOctets);
    }
  }
}
