package dev.scheduling.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.CalendarId;
import dev.scheduling.OwnerId;
import dev.scheduling.memory.InMemoryNotificationStore;
import dev.scheduling.memory.InMemoryTransactions;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.RefusedException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventNotificationsTest {

  private static final Instant NOW = Instant.parse("2026-03-02T08:30:00Z");
  private static final OwnerId OWNER = OwnerId.of("owner-1");

  private final InMemoryTransactions transactions = new InMemoryTransactions();
  private final InMemoryNotificationStore store = new InMemoryNotificationStore(transactions);
  private final List<Notification> heard = new ArrayList<>();
  private final EventNotifications consumer = new EventNotifications(store, heard::add);

  private static OutboxMessage message(String json) {
    return OutboxMessage.builder("event.created", "calendar-1", NOW)
        .id("m-1")
        .payload("application/json", json.getBytes(StandardCharsets.UTF_8))
        .build();
  }

  private String consume(String json) {
    return transactions.inTransaction(
        tx -> {
          consumer.consume(tx, message(json));
          assertTrue(heard.isEmpty(), "heard before the commit");
          return "";
        });
  }

  private List<Notification> notifications() {
    return transactions.inTransaction(tx -> store.after(tx, OWNER, 0, 10));
  }

  @Test
  void theAudienceOfACalendarIsToldAsItsOwnerIs() {
    OwnerId reader = OwnerId.of("a-reader");
    EventNotifications toAll =
        new EventNotifications(
            store,
            (tx, calendars) -> Map.of(CalendarId.of("shared"), List.of(reader, OWNER)),
            heard::add);
    String json = "{\"kind\":\"event.created\",\"calendarId\":\"%s\",\"owner\":\"owner-1\"}";
    transactions.inTransaction(
        tx -> {
          toAll.consume(tx, message(json.formatted("shared")));
          return "";
        });
    assertEquals(List.of(reader, OWNER), heard.stream().map(Notification::owner).toList());
    assertEquals(1, notifications().size(), "who is named twice is told once");

    heard.clear();
    transactions.inTransaction(
        tx -> {
          toAll.consume(
              tx,
              OutboxMessage.builder("event.created", "alone", NOW)
                  .id("m-2")
                  .payload(
                      "application/json", json.formatted("alone").getBytes(StandardCharsets.UTF_8))
                  .build());
          return "";
        });
    assertEquals(List.of(OWNER), heard.stream().map(Notification::owner).toList());
  }

  @Test
  void ownerIsToldWithTheOtherFieldsAsData() {
    consume(
        "{\"kind\":\"event.created\",\"calendarId\":\"c\",\"eventId\":\"e\",\"revision\":7,"
            + "\"owner\":\"owner-1\",\"title\":\"회의\"}");

    Notification told = notifications().get(0);
    assertEquals(
        new Notification(
            OWNER,
            told.epoch(),
            1,
            "m-1",
            "event.created",
            NOW,
            "{\"calendarId\":\"c\",\"eventId\":\"e\",\"revision\":7,\"title\":\"회의\"}",
            false),
        told);
  }

  @Test
  void listenerHearsAfterTheCommit() {
    consume("{\"kind\":\"event.created\",\"owner\":\"owner-1\"}");

    assertEquals(notifications(), heard);
  }

  @Test
  void listenerHearsNothingOfWhatWasRolledBack() {
    assertThrows(
        IllegalStateException.class,
        () ->
            transactions.inTransaction(
                tx -> {
                  consumer.consume(
                      tx, message("{\"kind\":\"event.created\",\"owner\":\"owner-1\"}"));
                  throw new IllegalStateException("as planned");
                }));

    assertEquals(List.of(), heard);
    assertEquals(List.of(), notifications());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "[]",
        "{\"kind\":\"event.created\"}",
        "{\"owner\":\"owner-1\"}",
        "{\"kind\":\"event.created\",\"owner\":\"not allowed\"}",
        "{\"kind\":\"\",\"owner\":\"owner-1\"}",
        "{\"kind\":\"event.created\",\"owner\":\"owner-1\",\"list\":[1]}",
        "{\"kind\":\"event.created\",\"owner\":\"owner-1\"",
      })
  void messageThatMakesNoSenseIsRefused(String json) {
    assertThrows(RefusedException.class, () -> consume(json));
    assertEquals(List.of(), notifications());
  }

  @Test
  void dataThatIsTooLongIsRefused() {
    String title = "x".repeat(NewNotification.LONGEST_DATA);

    assertThrows(
        RefusedException.class,
        () ->
            consume(
                "{\"kind\":\"event.created\",\"owner\":\"owner-1\",\"title\":\"" + title + "\"}"));
  }
}
