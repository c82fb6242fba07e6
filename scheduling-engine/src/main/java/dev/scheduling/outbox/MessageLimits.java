package dev.scheduling.outbox;

import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a message may hold, so that every store can keep it and every sender can send it. */
final class MessageLimits {

  static final int LONGEST_TOKEN = 200;
  static final int MOST_HEADERS = 32;
  static final int LONGEST_HEADER = 1_000;

  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

  private MessageLimits() {}

  static String checkToken(String what, String token) {
    return check(what, token, '!');
  }

  static String checkContentType(String contentType) {
    check("contentType", contentType, ' ');
    if (!contentType.equals(contentType.strip())) {
      throw new IllegalArgumentException("contentType must not begin or end with a space");
    }
    return contentType;
  }

  private static String check(String what, String text, char lowest) {
    if (text.isEmpty() || text.length() > LONGEST_TOKEN) {
      throw new IllegalArgumentException(
          what + " must have 1 to " + LONGEST_TOKEN + " characters, but has " + text.length());
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < lowest || text.charAt(i) > '~') {
        throw new IllegalArgumentException(
            what + " may hold visible ASCII characters only, but has another at " + i);
      }
    }
    return text;
  }

  static byte[] checkPayload(byte[] payload) {
    if (payload.length > OutboxMessage.LARGEST_PAYLOAD) {
      throw new IllegalArgumentException(
          "payload may have "
              + OutboxMessage.LARGEST_PAYLOAD
              + " bytes at most, but has "
              + payload.length);
    }
    return payload;
  }

  static SortedMap<String, String> checkHeaders(SortedMap<String, String> headers) {
    if (headers.size() > MOST_HEADERS) {
      throw new IllegalArgumentException(
          "headers may be " + MOST_HEADERS + " at most, but are " + headers.size());
    }
    headers.forEach(
        (name, value) -> {
          checkToken("the name of a header", name);
          if (value.length() > LONGEST_HEADER) {
            throw new IllegalArgumentException(
                "header "
                    + name
                    + " may have "
                    + LONGEST_HEADER
                    + " characters at most, but has "
                    + value.length());
          }
        });
    return new TreeMap<>(headers);
  }

  static Instant checkInstant(String what, Instant instant) {
    if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
      throw new IllegalArgumentException(
          what + " must be from " + FIRST + " to " + LAST + ", but is " + instant);
    }
    return OutboxMessage.toMillis(instant);
  }

  /** Spreads keys that differ little, such as numbers in a row. */
  static int partition(String key) {
    int h = key.hashCode();
    h ^= h >>> 16;
    h *= 0x85ebca6b;
    h ^= h >>> 13;
    return h & (OutboxStore.PARTITIONS - 1);
  }
}
