package dev.scheduling.outbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboxMessageTest {

  private static final Instant NOW = Instant.parse("2026-03-02T08:30:00.123456789Z");

  private static OutboxMessage.Builder valid() {
    return OutboxMessage.builder("t", "k", NOW);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "tab\t", "ümlaut", "\u007f"})
  void nameThatAStoreOrASenderCouldNotKeepIsRefused(String bad) {
    assertThrows(
        IllegalArgumentException.class, () -> OutboxMessage.builder(bad, "k", NOW).build());
    assertThrows(
        IllegalArgumentException.class, () -> OutboxMessage.builder("t", bad, NOW).build());
    assertThrows(IllegalArgumentException.class, () -> valid().id(bad).build());
    assertThrows(IllegalArgumentException.class, () -> valid().header(bad, "v").build());
  }

  @Test
  void limitsAreInclusive() {
    String longest = "x".repeat(200);
    OutboxMessage.builder(longest, longest, NOW)
        .id(longest)
        .payload(longest, new byte[OutboxMessage.LARGEST_PAYLOAD])
        .header(longest, "v".repeat(1_000))
        .build();

    assertThrows(
        IllegalArgumentException.class,
        () -> OutboxMessage.builder(longest + "x", "k", NOW).build());
    assertThrows(
        IllegalArgumentException.class,
        () -> valid().payload("x", new byte[OutboxMessage.LARGEST_PAYLOAD + 1]).build());
    assertThrows(
        IllegalArgumentException.class, () -> valid().header("h", "v".repeat(1_001)).build());
    Map<String, String> tooMany = new HashMap<>();
    IntStream.range(0, 33).forEach(i -> tooMany.put("h" + i, "v"));
    assertThrows(IllegalArgumentException.class, () -> valid().headers(tooMany).build());
  }

  @Test
  void refusalNamesTheFieldAndTheLimit() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> OutboxMessage.builder("t", "k".repeat(201), NOW).build());

    assertEquals("key must have 1 to 200 characters, but has 201", refused.getMessage());
  }

  @Test
  void instantsAreKeptToTheMillisecondAndWithinTheirRange() {
    assertEquals(Instant.parse("2026-03-02T08:30:00.123Z"), valid().build().created());
    assertThrows(IllegalArgumentException.class, () -> valid().notBefore(Instant.MAX));
    assertThrows(
        IllegalArgumentException.class, () -> OutboxMessage.builder("t", "k", Instant.MIN));
  }

  @Test
  void payloadCannotBeChangedFromOutside() {
    byte[] payload = {1, 2, 3};
    OutboxMessage message = valid().payload("x", payload).build();
    payload[0] = 9;
    message.payload()[1] = 9;

    assertArrayEquals(new byte[] {1, 2, 3}, message.payload());
  }

  @Test
  void messagesAreEqualByTheirContent() {
    OutboxMessage one = valid().id("m").payload("x", new byte[] {1}).build();

    assertEquals(one, valid().id("m").payload("x", new byte[] {1}).build());
    assertFalse(one.equals(valid().id("m").payload("x", new byte[] {2}).build()));
  }

  @Test
  void partitionOfAKeyIsTheSameForEver() {
    // Stored beside each message: these numbers must never change.
    assertEquals(
        List.of(0, 54, 13, 43),
        List.of("", "a", "calendar-1", "0b6e4b1c-6a52-4b0e-9f8e-3a2f6a1c9d77").stream()
            .map(MessageLimits::partition)
            .toList());
  }

  @Test
  void keysThatDifferLittleSpreadOverAllPartitions() {
    int[] count = new int[OutboxStore.PARTITIONS];
    for (int i = 0; i < 6_400; i++) {
      count[MessageLimits.partition("calendar-" + i)]++;
    }
    for (int n : count) {
      assertTrue(n > 50 && n < 200, () -> n + " of 100 on average");
    }
  }
}
