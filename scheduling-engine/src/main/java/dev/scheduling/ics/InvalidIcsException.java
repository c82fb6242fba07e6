package dev.scheduling.ics;

/**
 * A file that is no iCalendar stream, or one that ends in the middle. A file with single components
 * that cannot be used is not refused: those are in {@link IcsContent#skipped()}.
 */
public final class InvalidIcsException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final int line;

  InvalidIcsException(int line, String message) {
    super(message);
    this.line = line;
  }

  /** Where the trouble is, counted from 1. */
  public int line() {
    return line;
  }
}
