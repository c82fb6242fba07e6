package dev.scheduling.jdbc;

import dev.scheduling.SchedulingException;

/**
 * Another transaction wrote the same row first. Run again, this one would find that row; {@link
 * JdbcTransactions#on} does so.
 */
final class LostRaceException extends SchedulingException {

  private static final long serialVersionUID = 1L;

  LostRaceException(String message, Throwable cause) {
    super(message, cause);
  }
}
