package dev.scheduling;

import org.jspecify.annotations.Nullable;

/**
 * Trouble that comes from outside the library: a store that cannot be reached, a transaction that
 * cannot be joined. Wrong arguments are an {@link IllegalArgumentException} instead.
 */
public class SchedulingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public SchedulingException(String message) {
    super(message);
  }

  public SchedulingException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
