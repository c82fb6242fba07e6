package dev.scheduling.calendar;

/**
 * An event, a calendar or an edit that can be read and makes no sense: an end before its start, too
 * many tags, a recurrence id that is not in the series.
 */
public final class InvalidEventException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String field;

  /**
   * @param field the property that is wrong, as the JSON pointer's first step: {@code "end"}
   * @param message what was expected, with the limit, and what came
   */
  public InvalidEventException(String field, String message) {
    super(message);
    this.field = field;
  }

  /** The property that is wrong, such as {@code end} or {@code tags}. */
  public String field() {
    return field;
  }
}
