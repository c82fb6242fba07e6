package dev.scheduling.server.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * RFC 3339 instants of the years 1 to 9999, less a margin so that they have those years anywhere.
 */
final class Instants {

  static final Instant EARLIEST = Instant.parse("0001-01-03T00:00:00Z");
  static final Instant LATEST = Instant.parse("9999-12-29T00:00:00Z");

  private Instants() {}

  /**
   * Reads an instant.
   *
   * @throws DateTimeException if the text is none, or one that no calendar holds
   */
  static Instant parse(String text) {
    Instant instant = OffsetDateTime.parse(text).toInstant();
    if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
      throw new DateTimeException("an instant is in the years 1 to 9999");
    }
    return instant;
  }
}
