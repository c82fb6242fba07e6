package dev.scheduling.outbox;

import dev.scheduling.SchedulingException;
import org.jspecify.annotations.Nullable;

/** A message cannot be taken, now or later: it becomes a dead letter without another attempt. */
public class RefusedException extends SchedulingException {

  private static final long serialVersionUID = 1L;

  public RefusedException(String message) {
    super(message);
  }

  public RefusedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
