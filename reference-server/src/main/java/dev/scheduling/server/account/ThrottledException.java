package dev.scheduling.server.account;

import java.time.Duration;

/** Too many failed attempts; a further one has to wait. */
public final class ThrottledException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Duration wait;

  ThrottledException(Duration wait) {
    super("too many failed attempts", null, false, false);
    this.wait = wait;
  }

  /** How long to wait. */
  public Duration waiting() {
    return wait;
  }
}
