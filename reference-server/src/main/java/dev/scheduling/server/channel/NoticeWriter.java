package dev.scheduling.server.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.engine.Stores;
import dev.scheduling.notification.Delivery;
import dev.scheduling.notification.NewNotification;
import dev.scheduling.server.account.Account;
import dev.scheduling.server.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Puts notifications into words of an account's language and times of its zone. A notification
 * names its event by id, so title and time are as they are now. Thread-safe.
 */
final class NoticeWriter {

  private final Stores stores;

  NoticeWriter(Stores stores) {
    this.stores = stores;
  }

  List<Notice> write(Account account, Delivery delivery) {
    NoticeTexts texts = NoticeTexts.of(account.locale());
    return delivery.notifications().stream()
        .map(notification -> write(account, texts, notification))
        .toList();
  }

  private Notice write(Account account, NoticeTexts texts, NewNotification notification) {
    ObjectNode data = Json.readObject(notification.data().getBytes(StandardCharsets.UTF_8));
    String calendar = data.path("calendarId").asText();
    Optional<Event> event =
        calendar.isEmpty() || !data.has("eventId")
            ? Optional.empty()
            : event(CalendarId.of(calendar), EventId.of(data.path("eventId").asText()));
    String subject =
        event
            .map(Event::title)
            .or(() -> calendar.isEmpty() ? Optional.empty() : name(CalendarId.of(calendar)))
            .orElse("");
    return new Notice(
        texts.title(notification.kind(), subject, data),
        data.has("starts")
            ? starts(account, data)
            : event.map(found -> starts(account, found)).orElseGet(() -> texts.detail(data)));
  }

  private Optional<Event> event(CalendarId calendar, EventId id) {
    return stores
        .transactions()
        .inTransaction(
            tx ->
                stores
                    .calendars()
                    .event(tx, calendar, id)
                    .or(() -> stores.calendars().deletedEvent(tx, calendar, id, Instant.EPOCH)));
  }

  private Optional<String> name(CalendarId calendar) {
    return stores
        .transactions()
        .inTransaction(tx -> stores.calendars().calendar(tx, calendar))
        .map(Calendar::name);
  }

  /** When the occurrence starts that somebody is reminded of. */
  private static String starts(Account account, ObjectNode data) {
    try {
      String occurrence = data.path("occurrence").asText();
      if (occurrence.length() == "2026-03-02".length()) {
        return date(account).format(LocalDate.parse(occurrence));
      }
      return time(account)
          .withZone(account.timeZone())
          .format(Instant.parse(data.path("starts").asText()));
    } catch (DateTimeException e) {
      return "";
    }
  }

  /** When an event starts, at its own place. */
  private static String starts(Account account, Event event) {
    if (event.start() instanceof EventTime.AllDay day) {
      return date(account).format(day.date());
    }
    String text = time(account).format(event.start().local());
    return event.start() instanceof EventTime.Zoned zoned
            && !zoned.zone().equals(account.timeZone())
        ? text + " (" + zoned.zone().getId() + ")"
        : text;
  }

  private static DateTimeFormatter time(Account account) {
    return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
        .withLocale(Locale.forLanguageTag(account.locale()));
  }

  private static DateTimeFormatter date(Account account) {
    return DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL)
        .withLocale(Locale.forLanguageTag(account.locale()));
  }
}
