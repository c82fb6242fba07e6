package dev.scheduling.notification;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What an owner is to be told. Immutable and thread-safe.
 *
 * @param id names it; no two of one owner have the same: 1 to 200 visible ASCII characters
 * @param kind what it is about, such as {@code event.changed}: 1 to 200 visible ASCII characters
 * @param at when it happened, kept to the millisecond; from 1970 to the year 9999
 * @param data a JSON value, at most {@value #LONGEST_DATA} characters; not checked to be JSON
 */
public record NewNotification(String id, String kind, Instant at, String data) {

  /** The most characters that the data may have: {@value}. */
  public static final int LONGEST_DATA = 16_384;

  private static final int LONGEST_TOKEN = 200;
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

  public NewNotification {
    checkToken("id", id);
    checkToken("kind", kind);
    if (at.isBefore(Instant.EPOCH) || at.isAfter(LAST)) {
      throw new IllegalArgumentException(
          "at must be from " + Instant.EPOCH + " to " + LAST + ", but is " + at);
    }
    at = at.truncatedTo(ChronoUnit.MILLIS);
    if (data.isEmpty() || data.length() > LONGEST_DATA) {
      throw new IllegalArgumentException(
          "data must have 1 to " + LONGEST_DATA + " characters, but has " + data.length());
    }
  }

  private static void checkToken(String what, String token) {
    if (token.isEmpty() || token.length() > LONGEST_TOKEN) {
      throw new IllegalArgumentException(
          what + " must have 1 to " + LONGEST_TOKEN + " characters, but has " + token.length());
    }
    if (!token.chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw new IllegalArgumentException(what + " may hold visible ASCII characters only");
    }
  }
}
