package dev.scheduling.ics;

import java.util.Locale;

/** A file that exceeds one of {@link IcsLimits}; nothing of it was read. */
public final class IcsTooLargeException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String what;
  private final long limit;

  IcsTooLargeException(String what, long limit) {
    super(
        "the file may have "
            + String.format(Locale.ROOT, "%,d", limit)
            + " "
            + what
            + ", but has more");
    this.what = what;
    this.limit = limit;
  }

  /** What there is too much of: {@code octets}, {@code components} or {@code octets in a line}. */
  public String what() {
    return what;
  }

  /** How much there may be. */
  public long limit() {
    return limit;
  }
}
