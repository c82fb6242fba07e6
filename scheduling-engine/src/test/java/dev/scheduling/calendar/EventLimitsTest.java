package dev.scheduling.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.CalendarId;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventLimitsTest {

  private static final LocalDateTime START = LocalDateTime.parse("2026-03-02T10:00");

  private static Event.Builder daily() {
    return Event.builder(CalendarId.random(), "Daily")
        .starts(START.atZone(ZoneOffset.UTC))
        .recurrenceLine("RRULE:FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR,SA,SU");
  }

  private static String dates(int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(START::plusDays)
        .map(DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")::format)
        .collect(Collectors.joining(","));
  }

  @Test
  void datesOfARecurrenceAreCountedAndNotTheirLines() {
    Event event = daily().recurrenceLine("EXDATE:" + dates(1, 1_999)).build();
    assertEquals(
        1_999,
        event.toBuilder().build().recurrence().toLines().stream()
            .filter(line -> line.startsWith("EXDATE"))
            .mapToLong(line -> line.chars().filter(c -> c == ',').count() + 1)
            .sum());
    for (Event.Builder tooMany :
        java.util.List.of(
            daily().recurrenceLine("EXDATE:" + dates(1, 10_000)),
            daily()
                .recurrenceLine("RDATE:" + dates(1, 1_000))
                .recurrenceLine("EXDATE:" + dates(1, 1_000)),
            event.toBuilder().recurrenceLine("EXDATE:" + dates(5_000, 1)))) {
      InvalidEventException refused = assertThrows(InvalidEventException.class, tooMany::build);
      assertEquals("recurrence", refused.field());
      assertTrue(refused.getMessage().contains("2000 entries"), refused.getMessage());
    }
  }

  @Test
  void partsOfARuleAreNoDates() {
    String days =
        IntStream.rangeClosed(1, 366).mapToObj(String::valueOf).collect(Collectors.joining(","));
    Event.Builder event =
        Event.builder(CalendarId.random(), "Yearly").starts(START.atZone(ZoneOffset.UTC));
    for (int i = 0; i < 10; i++) {
      event.recurrenceLine("RRULE:FREQ=YEARLY;BYYEARDAY=" + days);
    }
    assertTrue(event.build().isRecurring());
  }
}
