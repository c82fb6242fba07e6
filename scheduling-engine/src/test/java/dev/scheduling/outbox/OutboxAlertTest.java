package dev.scheduling.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.memory.InMemoryOutboxStore;
import dev.scheduling.memory.InMemoryTransactions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxAlertTest {

  private static final Instant NOW = Instant.parse("2026-03-02T08:30:00Z");

  private final InMemoryTransactions transactions = new InMemoryTransactions();
  private final InMemoryOutboxStore store =
      new InMemoryOutboxStore(transactions, InstantSource.fixed(NOW));
  private final OutboxAlert alert = OutboxAlert.through(transactions, store);

  private static DeadLetter letter(String type, String cause, Instant died) {
    return new DeadLetter(7, OutboxMessage.builder(type, "k", NOW).id("m").build(), 3, cause, died);
  }

  private List<String> appended() {
    int partition =
        OutboxMessage.builder(OutboxAlert.TYPE, OutboxAlert.TYPE, NOW).build().partition();
    return transactions.inTransaction(tx -> store.next(tx, partition, NOW, 1_000)).stream()
        .map(pending -> new String(pending.message().payload(), UTF_8))
        .toList();
  }

  @Test
  void deadLetterIsToldOfThroughTheOutbox() {
    alert.raise(letter("event.created", "away \"x\"", NOW));

    assertEquals(
        List.of(
            "{\"type\":\"event.created\",\"cause\":\"away \\\"x\\\"\",\"messageId\":\"m\","
                + "\"key\":\"k\",\"number\":7,\"count\":1}"),
        appended());
  }

  @Test
  void sameCauseIsToldOfOnceAndThenWithItsNumber() {
    for (int i = 0; i < 100; i++) {
      alert.raise(letter("t", "no answer from 10.0.0." + i, NOW.plusSeconds(i)));
    }
    assertEquals(1, appended().size());

    alert.raise(letter("t", "no answer from 10.0.0.7", NOW.plus(OutboxAlert.QUIET)));

    assertEquals(2, appended().size());
    assertTrue(appended().get(1).contains("\"count\":100"), () -> appended().get(1));
  }

  @Test
  void floodOfCausesBecomesNoFloodOfAlerts() {
    for (char c = 'a'; c <= 'z'; c++) {
      alert.raise(letter("t", "cause " + c, NOW));
    }

    assertEquals(OutboxAlert.MOST, appended().size());
  }

  @Test
  void alertThatCouldNotBeDeliveredRaisesNone() {
    alert.raise(letter(OutboxAlert.TYPE, "nobody there", NOW));

    assertEquals(List.of(), appended());
  }
}
