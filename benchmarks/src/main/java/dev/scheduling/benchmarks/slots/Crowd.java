package dev.scheduling.benchmarks.slots;

import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.TimeRange;
import dev.scheduling.availability.Attendee;
import dev.scheduling.availability.FreeBusy;
import dev.scheduling.availability.SlotGrid;
import dev.scheduling.availability.SlotRequest;
import dev.scheduling.availability.SlotSearch;
import dev.scheduling.availability.WorkingHours;
import dev.scheduling.calendar.Event;
import dev.scheduling.conflict.CalendarIndex;
import dev.scheduling.conflict.CalendarView;
import dev.scheduling.recurrence.RecurrenceRule;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** People with calendars of 2,000 events, who are to meet. */
final class Crowd {

  /** The events of a calendar lie in so many days, of which the window is in the middle. */
  private static final int EVENTS = 2_000;

  /** Of the events, so many repeat; the others take place once. */
  private static final int SERIES = 20;

  private static final LocalDate FIRST_DAY = LocalDate.of(2026, 3, 2);
  private static final List<String> RULES =
      List.of(
          "FREQ=WEEKLY",
          "FREQ=WEEKLY;INTERVAL=2",
          "FREQ=WEEKLY;BYDAY=MO,WE,FR",
          "FREQ=MONTHLY;BYDAY=2TU",
          "FREQ=WEEKLY;COUNT=10");
  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("Europe/Berlin"), ZoneId.of("Europe/Lisbon"), ZoneId.of("America/New_York"));

  private final Map<CalendarId, CalendarView> calendars = new HashMap<>();
  private final SlotRequest request;

  /**
   * Draws the calendars.
   *
   * @param days over how many days their events are spread
   * @param windowDays how long the window is
   * @param quorum how many of the people suffice
   */
  Crowd(int people, int days, int windowDays, int quorum) {
    Random random = new Random(5);
    List<Attendee> attendees = new ArrayList<>();
    for (int i = 0; i < people; i++) {
      CalendarId id = CalendarId.of("c" + i);
      ZoneId zone = ZONES.get(i % ZONES.size());
      calendars.put(id, calendar(id, zone, days, windowDays, random));
      // Everybody has hours of their own, so none are worked out for two.
      attendees.add(
          Attendee.of(id)
              .with(
                  WorkingHours.in(zone)
                      .on(
                          LocalTime.of(9, 0),
                          LocalTime.of(17, 30),
                          DayOfWeek.MONDAY,
                          DayOfWeek.TUESDAY,
                          DayOfWeek.WEDNESDAY,
                          DayOfWeek.THURSDAY,
                          DayOfWeek.FRIDAY)
                      .build()));
    }
    ZoneId berlin = ZONES.get(0);
    request =
        SlotRequest.in(
                TimeRange.of(
                    FIRST_DAY.atStartOfDay(berlin).toInstant(),
                    FIRST_DAY.plusDays(windowDays).atStartOfDay(berlin).toInstant()),
                Duration.ofMinutes(30))
            .required(attendees)
            .quorum(quorum)
            .grid(new SlotGrid(Duration.ofMinutes(15), berlin))
            .build();
  }

  private static CalendarView calendar(
      CalendarId id, ZoneId zone, int days, int windowDays, Random random) {
    CalendarIndex index = new CalendarIndex(zone, 0);
    for (int i = 0; i < EVENTS; i++) {
      LocalDate date = FIRST_DAY.plusDays(random.nextInt(days) - (days - windowDays) / 2);
      LocalTime time = LocalTime.of(8 + random.nextInt(10), 15 * random.nextInt(4));
      Event.Builder event =
          Event.builder(id, "event")
              .id(EventId.of(id + "-" + i))
              .starts(date.atTime(time).atZone(zone))
              .lasts(Duration.ofMinutes(15L * (1 + random.nextInt(4))));
      if (i < SERIES) {
        event.repeats(RecurrenceRule.parse(RULES.get(i % RULES.size())));
      }
      index.load(event.build());
    }
    return new CalendarView(index, Map.of());
  }

  /** From the calendars in memory to the ranked slots. */
  SlotSearch search() {
    TimeRange window = request.busyWindow();
    Map<CalendarId, FreeBusy> busy = new HashMap<>();
    calendars.forEach((id, view) -> busy.put(id, FreeBusy.of(view, window)));
    return SlotSearch.of(request, busy, request.window().start());
  }
}
