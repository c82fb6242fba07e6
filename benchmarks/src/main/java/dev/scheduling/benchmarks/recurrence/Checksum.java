package dev.scheduling.benchmarks.recurrence;

import biweekly.util.com.google.ical.values.DateTimeValue;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.chrono.ChronoZonedDateTime;
import java.util.Date;

/**
 * A checksum of occurrences in their order, whichever class they are handed out as: two libraries
 * agree on it only if they found the same instants in the same order.
 */
@SuppressWarnings("JavaUtilDate") // biweekly hands them out.
final class Checksum extends Sink {

  private long hash = 17;
  private int count;

  @Override
  void acceptSeconds(long epochSecond) {
    // Multiplying by an odd constant of full width makes the order matter and spreads every bit.
    hash = (hash + epochSecond) * 0x9E3779B97F4A7C15L;
    hash ^= hash >>> 29;
    count++;
  }

  @Override
  void acceptMillis(long epochMilli) {
    if (epochMilli % 1000 != 0) {
      throw new IllegalArgumentException("expected whole seconds, got " + epochMilli + " ms");
    }
    acceptSeconds(epochMilli / 1000);
  }

  @Override
  void acceptTime(Object time) {
    if (time instanceof LocalDateTime local) {
      acceptSeconds(local.toEpochSecond(ZoneOffset.UTC));
    } else if (time instanceof ChronoZonedDateTime<?> zoned) {
      acceptSeconds(zoned.toEpochSecond());
    } else if (time instanceof Instant instant) {
      acceptSeconds(instant.getEpochSecond());
    } else if (time instanceof Date date) {
      acceptMillis(date.getTime());
    } else if (time instanceof DateTimeValue value) {
      acceptTime(
          LocalDateTime.of(
              value.year(),
              value.month(),
              value.day(),
              value.hour(),
              value.minute(),
              value.second()));
    } else {
      throw new IllegalArgumentException("no rule for a " + time.getClass());
    }
  }

  int count() {
    return count;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Checksum checksum && checksum.hash == hash && checksum.count == count;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(hash);
  }

  @Override
  public String toString() {
    return count + " occurrences, checksum " + Long.toHexString(hash);
  }
}
