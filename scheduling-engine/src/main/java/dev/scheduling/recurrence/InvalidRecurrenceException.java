package dev.scheduling.recurrence;

/**
 * A rule, a date list or a content line that cannot be read or that contradicts RFC 5545 or RFC
 * 7529. The message names the part, what came and what is allowed.
 */
public final class InvalidRecurrenceException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String part;

  InvalidRecurrenceException(String part, String message) {
    super(part + ": " + message);
    this.part = part;
  }

  InvalidRecurrenceException(String part, String message, Throwable cause) {
    super(part + ": " + message, cause);
    this.part = part;
  }

  /** The name of the offending part in upper case, such as {@code INTERVAL} or {@code BYDAY}. */
  public String part() {
    return part;
  }
}
