package dev.scheduling.engine;

import dev.scheduling.SchedulingException;

/**
 * What was named is not there: a calendar, an event of that calendar, an occurrence of that event.
 */
public final class NotFoundException extends SchedulingException {

  private static final long serialVersionUID = 1L;

  private final String what;

  NotFoundException(String what, Object id) {
    super("there is no " + what + " " + id);
    this.what = what;
  }

  /** What is missing: {@code calendar}, {@code event}, {@code occurrence} or {@code reminder}. */
  public String what() {
    return what;
  }
}
