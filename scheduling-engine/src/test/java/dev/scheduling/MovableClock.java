package dev.scheduling;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until a test moves it. Thread-safe. */
public final class MovableClock implements InstantSource {

  private volatile Instant now = Instant.parse("2026-03-02T08:30:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  /** Moves the clock forwards, or backwards if negative. */
  public synchronized void move(Duration by) {
    now = now.plus(by);
  }
}
