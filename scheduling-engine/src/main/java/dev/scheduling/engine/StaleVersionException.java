package dev.scheduling.engine;

import dev.scheduling.SchedulingException;

/** Somebody else changed the event since it was read; read it again, and decide anew. */
public final class StaleVersionException extends SchedulingException {

  private static final long serialVersionUID = 1L;

  private final long expected;
  private final long actual;

  StaleVersionException(long expected, long actual) {
    super("expected version " + expected + ", but the event is at version " + actual);
    this.expected = expected;
    this.actual = actual;
  }

  /** The version that the caller had read. */
  public long expected() {
    return expected;
  }

  /** The version that the event has. */
  public long actual() {
    return actual;
  }
}
