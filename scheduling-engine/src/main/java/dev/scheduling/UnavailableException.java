package dev.scheduling;

import org.jspecify.annotations.Nullable;

/**
 * Something that the library depends on (a database, a broker) cannot be reached for now, or did
 * not answer in time. Nothing is wrong with what was asked: the same may succeed later.
 */
public class UnavailableException extends SchedulingException {

  private static final long serialVersionUID = 1L;

  public UnavailableException(String message) {
    super(message);
  }

  public UnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
