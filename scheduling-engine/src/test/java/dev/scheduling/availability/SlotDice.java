package dev.scheduling.availability;

import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.TimeRange;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventLength;
import dev.scheduling.calendar.EventStatus;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.Occurrence;
import dev.scheduling.calendar.OccurrenceOverride;
import dev.scheduling.calendar.Transparency;
import dev.scheduling.conflict.CalendarIndex;
import dev.scheduling.conflict.CalendarView;
import dev.scheduling.recurrence.RecurrenceRule;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Random calendars, hours and requests about the days on which clocks are changed. */
final class SlotDice {

  /** A zone and a date near which its clock does something odd. */
  private record Place(String zone, String date) {}

  private static final List<Place> PLACES =
      List.of(
          new Place("Europe/Berlin", "2026-03-29"),
          new Place("Europe/Berlin", "2026-10-25"),
          new Place("America/New_York", "2026-03-08"),
          new Place("America/New_York", "2026-11-01"),
          new Place("Australia/Lord_Howe", "2026-04-05"),
          new Place("Australia/Lord_Howe", "2026-10-04"),
          new Place("Asia/Kathmandu", "2026-02-10"),
          new Place("Asia/Kathmandu", "1986-01-01"),
          new Place("Pacific/Apia", "2011-12-30"),
          new Place("Pacific/Chatham", "2026-04-05"),
          new Place("America/Sao_Paulo", "2018-11-04"),
          new Place("Africa/Casablanca", "2026-02-15"),
          new Place("UTC", "2026-06-01"));

  private static final List<String> RULES =
      List.of(
          "FREQ=DAILY",
          "FREQ=DAILY;INTERVAL=2;COUNT=5",
          "FREQ=WEEKLY;BYDAY=MO,WE,SU",
          "FREQ=WEEKLY;BYDAY=FR,SA",
          "FREQ=MONTHLY;BYMONTHDAY=-1",
          "FREQ=HOURLY;INTERVAL=7");

  /**
   * Somebody of the test.
   *
   * @param view their calendar as the search sees it
   * @param events the same as plain events
   */
  record Person(
      CalendarId id,
      CalendarView view,
      List<Event> events,
      HoursRow hours,
      Attendee attendee,
      ZoneId zone) {}

  private final Random random;
  final Place place;
  final ZoneId home;

  SlotDice(long seed) {
    random = new Random(seed);
    place = PLACES.get(random.nextInt(PLACES.size()));
    home = ZoneId.of(place.zone());
  }

  int upTo(int most) {
    return random.nextInt(most + 1);
  }

  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  <T> T oneOf(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private Duration minutes(Integer... of) {
    return Duration.ofMinutes(oneOf(List.of(of)));
  }

  Instant near(int hoursAround) {
    Instant middle = LocalDate.parse(place.date()).atStartOfDay(home).toInstant();
    return middle.plus(Duration.ofMinutes(upTo(hoursAround * 120) - hoursAround * 60L));
  }

  TimeRange window() {
    return TimeRange.of(near(20), Duration.ofMinutes(30L + upTo(40 * 60)));
  }

  ZoneId zone() {
    return oneIn(3) ? ZoneId.of(oneOf(PLACES).zone()) : home;
  }

  /** A request for the people drawn. */
  SlotRequest request(TimeRange window, List<Person> people) {
    List<Attendee> all = people.stream().map(Person::attendee).toList();
    int required = 1 + upTo(all.size() - 1);
    int optional = upTo(all.size() - required);
    SlotRequest.Builder request =
        SlotRequest.in(window, minutes(15, 30, 45, 60, 90, 1, 240))
            .required(all.subList(0, required))
            .optional(all.subList(required, required + optional))
            .anyOf(all.subList(required + optional, all.size()))
            .grid(new SlotGrid(minutes(15, 30, 60, 7, 50, 1, 240, 1440), zone()))
            .limit(1 + upTo(30));
    if (oneIn(2)) {
      request.quorum(1 + upTo(required - 1));
    }
    if (oneIn(2)) {
      request.buffers(minutes(0, 5, 15, 60), minutes(0, 10, 15, 120));
    }
    if (oneIn(3)) {
      request.minimumNotice(minutes(0, 60, 24 * 60));
    }
    return request.build();
  }

  Person person(int number) {
    CalendarId id = CalendarId.of("c" + number);
    ZoneId zone = zone();
    CalendarIndex index = new CalendarIndex(zone, 1);
    Map<EventId, Optional<Event>> overlay = new HashMap<>();
    List<Event> events = new ArrayList<>();
    int count = upTo(8);
    for (int i = 0; i < count; i++) {
      Event event = event(id, EventId.of("e" + i), zone);
      if (oneIn(5)) {
        // A change that the index does not know yet: it was another event, or is gone by now.
        index.load(event);
        Event changed = event(id, event.id(), zone);
        boolean gone = oneIn(3);
        overlay.put(event.id(), gone ? Optional.empty() : Optional.of(changed));
        if (!gone) {
          events.add(changed);
        }
      } else {
        index.load(event);
        events.add(event);
      }
    }
    HoursRow hours = hours();
    MeetingLimits limits =
        oneIn(3)
            ? new MeetingLimits(
                oneIn(2) ? 1 + upTo(2) : null,
                oneIn(2) ? 1 + upTo(5) : null,
                zone(),
                oneOf(List.of(DayOfWeek.values())))
            : null;
    Attendee attendee = new Attendee(id, hours.toWorkingHours(), limits);
    return new Person(id, new CalendarView(index, overlay), events, hours, attendee, zone);
  }

  private Event event(CalendarId calendar, EventId id, ZoneId placement) {
    EventTime start = start();
    EventLength length =
        start.isAllDay() || oneIn(8)
            ? EventLength.ofDays(1 + upTo(1))
            : EventLength.of(minutes(0, 15, 30, 60, 95, 240, 600));
    Event.Builder event = Event.builder(calendar, "event").id(id).starts(start).lasts(length);
    if (oneIn(2)) {
      event.repeats(RecurrenceRule.parse(oneOf(RULES)));
    }
    if (oneIn(4)) {
      event.status(oneIn(2) ? EventStatus.TENTATIVE : EventStatus.CANCELLED);
    }
    if (oneIn(8)) {
      event.transparency(Transparency.TRANSPARENT);
    }
    Event plain = event.build();
    return oneIn(3) ? event.overrides(overrides(plain, placement)).build() : plain;
  }

  private EventTime start() {
    LocalDateTime local = LocalDateTime.ofInstant(near(60), home);
    return switch (upTo(4)) {
      case 0 -> EventTime.of(local.toLocalDate());
      case 1 -> EventTime.of(local);
      default -> EventTime.of(local.atZone(zone()));
    };
  }

  /** Moves, cancels, frees or questions some of the first occurrences. */
  private List<OccurrenceOverride> overrides(Event event, ZoneId placement) {
    List<OccurrenceOverride> overrides = new ArrayList<>();
    Iterator<Occurrence> occurrences =
        event.occurrences(placement).in(TimeRange.of(near(0), Duration.ofDays(3)));
    while (occurrences.hasNext() && overrides.size() < 3) {
      Occurrence occurrence = occurrences.next();
      if (oneIn(2)) {
        continue;
      }
      EventTime to =
          occurrence.start().withLocal(occurrence.start().local().plusMinutes(upTo(900) - 300L));
      EventLength length =
          to.isAllDay() ? EventLength.ONE_DAY : EventLength.of(minutes(0, 30, 45, 120));
      overrides.add(
          new OccurrenceOverride(
              occurrence.id(),
              oneIn(6) ? OccurrenceOverride.Range.THIS_AND_FUTURE : OccurrenceOverride.Range.THIS,
              to,
              length,
              null,
              null,
              null,
              oneIn(4) ? Transparency.TRANSPARENT : null,
              oneOf(List.of(EventStatus.values())),
              null));
      if (overrides.get(overrides.size() - 1).reachesFuture()) {
        break;
      }
    }
    return overrides;
  }

  private HoursRow hours() {
    List<HoursRow.Layer> layers = new ArrayList<>();
    int count = oneIn(3) ? 0 : 1 + upTo(1);
    for (int i = 0; i < count; i++) {
      List<HoursRow.Weekly> weekly = new ArrayList<>();
      int rows = 1 + upTo(1);
      for (int j = 0; j < rows; j++) {
        weekly.add(new HoursRow.Weekly(zone(), days(), time(), LocalTime.MIDNIGHT));
        LocalTime from = time();
        LocalTime to = time();
        if (!from.equals(to)) {
          weekly.add(new HoursRow.Weekly(zone(), days(), from, to));
        }
      }
      Map<LocalDate, List<LocalTime>> dates = new HashMap<>();
      if (oneIn(2)) {
        LocalTime from = time();
        dates.put(
            LocalDate.parse(place.date()).plusDays(upTo(2) - 1L),
            oneIn(2) ? List.of() : List.of(from, LocalTime.MIDNIGHT));
      }
      boolean first = i == 0;
      layers.add(
          new HoursRow.Layer(
              first ? near(0).minus(Duration.ofDays(90)) : near(30),
              first ? near(0).plus(Duration.ofDays(90)) : near(0).plus(Duration.ofHours(30)),
              weekly,
              zone(),
              dates));
    }
    return new HoursRow(layers);
  }

  private LocalTime time() {
    return LocalTime.MIDNIGHT.plusMinutes(15L * upTo(95));
  }

  private Set<DayOfWeek> days() {
    EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (DayOfWeek day : DayOfWeek.values()) {
      if (!oneIn(4)) {
        days.add(day);
      }
    }
    return days.isEmpty() ? EnumSet.of(DayOfWeek.SUNDAY) : days;
  }
}
