package dev.scheduling.server.http;

import dev.scheduling.CalendarId;
import dev.scheduling.availability.Attendee;
import dev.scheduling.availability.MeetingLimits;
import dev.scheduling.availability.SlotRequest;
import dev.scheduling.availability.WorkingHours;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads who is to come, with their hours and limits: {@code workingHours} and {@code limits} are
 * lists of entries, each for some calendars or for all, of which later ones go over earlier ones.
 */
final class AttendeesJson {

  private static final int MOST_ENTRIES = 100;
  private static final int LONGEST_ID = 1_000;
  private static final List<String> DAYS = List.of("mo", "tu", "we", "th", "fr", "sa", "su");

  /** Something that holds for some calendars; for all where {@code calendars} is null. */
  private record Entry<T>(@Nullable Set<CalendarId> calendars, T value) {
    boolean isFor(CalendarId calendar) {
      return calendars == null || calendars.contains(calendar);
    }
  }

  private final Fields body;
  private final ZoneId zone;
  private final List<Entry<WorkingHours>> hours = new ArrayList<>();
  private final List<Entry<MeetingLimits>> limits = new ArrayList<>();

  /** One object for all who have the same hours, so that a search works them out once. */
  private final Map<List<Integer>, WorkingHours> combined = new HashMap<>();

  AttendeesJson(Fields body, ZoneId zone) {
    this.body = body;
    this.zone = zone;
    each("workingHours", this::readHours);
    each("limits", this::readLimits);
  }

  private void each(String name, Consumer<Fields> reader) {
    List<Fields> entries = body.objects(name, MOST_ENTRIES);
    if (entries != null) {
      entries.forEach(reader);
    }
  }

  /** The calendars that a member names; empty if it is absent. */
  static List<CalendarId> calendars(Fields of, String name) {
    List<String> texts = of.texts(name, SlotRequest.MOST_ATTENDEES, LONGEST_ID);
    return texts == null ? List.of() : texts.stream().map(Requests::calendarId).toList();
  }

  List<Attendee> attendees(String name) {
    return calendars(body, name).stream()
        .map(id -> new Attendee(id, hoursOf(id), limitsOf(id)))
        .toList();
  }

  WorkingHours hoursOf(CalendarId calendar) {
    List<Integer> own = new ArrayList<>();
    for (int i = 0; i < hours.size(); i++) {
      if (hours.get(i).isFor(calendar)) {
        own.add(i);
      }
    }
    return combined.computeIfAbsent(
        own,
        entries -> {
          WorkingHours all = WorkingHours.always();
          for (int i : entries) {
            all = all.overriddenBy(hours.get(i).value());
          }
          return all;
        });
  }

  private @Nullable MeetingLimits limitsOf(CalendarId calendar) {
    MeetingLimits last = null;
    for (Entry<MeetingLimits> entry : limits) {
      last = entry.isFor(calendar) ? entry.value() : last;
    }
    return last;
  }

  private static @Nullable Set<CalendarId> members(Fields entry) {
    return entry.has("calendarIds") ? new HashSet<>(calendars(entry, "calendarIds")) : null;
  }

  private void readLimits(Fields entry) {
    Long perDay = entry.integer("perDay", 1, MeetingLimits.MOST);
    Long perWeek = entry.integer("perWeek", 1, MeetingLimits.MOST);
    ZoneId own = entry.zone("timeZone");
    DayOfWeek begins = entry.has("weekBegins") ? day(entry, "weekBegins") : DayOfWeek.MONDAY;
    limits.add(
        new Entry<>(
            members(entry),
            new MeetingLimits(
                perDay == null ? null : perDay.intValue(),
                perWeek == null ? null : perWeek.intValue(),
                own == null ? zone : own,
                begins == null ? DayOfWeek.MONDAY : begins)));
  }

  private void readHours(Fields entry) {
    ZoneId own = entry.zone("timeZone");
    WorkingHours.Builder builder = WorkingHours.in(own == null ? zone : own);
    Instant from = entry.instant("from");
    if (from != null) {
      builder.from(from);
    }
    Instant to = entry.instant("to");
    if (to != null) {
      builder.to(to);
    }
    List<Fields> dates = entry.objects("dates", WorkingHours.MOST_LAYERS);
    if (dates != null) {
      dates.forEach(date -> readDate(date, builder));
    }
    List<Fields> weekly = entry.objects("weekly", WorkingHours.MOST_HOURS);
    if (weekly != null) {
      weekly.forEach(week -> readWeek(week, own == null ? zone : own, builder));
    }
    WorkingHours built = body.parsed("workingHours", builder::build);
    if (built != null) {
      hours.add(new Entry<>(members(entry), built));
    }
  }

  private static void readWeek(Fields week, ZoneId usual, WorkingHours.Builder builder) {
    ZoneId own = week.zone("timeZone");
    List<DayOfWeek> days = new ArrayList<>();
    List<String> names = week.texts("days", DAYS.size(), LONGEST_ID);
    if (names == null || names.isEmpty()) {
      week.wrong("days", "days must name at least one of " + String.join(", ", DAYS));
    } else {
      for (int i = 0; i < names.size(); i++) {
        DayOfWeek day = day(week, "days/" + i, names.get(i));
        if (day != null) {
          days.add(day);
        }
      }
    }
    LocalTime from = time(week, "from");
    LocalTime to = time(week, "to");
    if (from != null && to != null && !days.isEmpty()) {
      builder.then(own == null ? usual : own);
      week.parsed("to", () -> builder.on(from, to, days.toArray(DayOfWeek[]::new)));
    }
  }

  private static void readDate(Fields entry, WorkingHours.Builder builder) {
    LocalDate date = date(entry);
    List<LocalTime> times = new ArrayList<>();
    List<Fields> hours = entry.objects("hours", WorkingHours.MOST_HOURS);
    boolean whole = true;
    for (Fields each : hours == null ? List.<Fields>of() : hours) {
      LocalTime from = time(each, "from");
      LocalTime to = time(each, "to");
      if (from == null || to == null) {
        whole = false;
      } else {
        times.add(from);
        times.add(to);
      }
    }
    if (date != null && whole) {
      entry.parsed("hours", () -> builder.date(date, times.toArray(LocalTime[]::new)));
    }
  }

  private static @Nullable LocalDate date(Fields entry) {
    String text = entry.requiredText("date", 40);
    try {
      return text.isEmpty() ? null : LocalDate.parse(text);
    } catch (DateTimeException e) {
      entry.wrong("date", "date must be a day such as 2026-03-02");
      return null;
    }
  }

  /** A time of day; {@code 24:00} is the midnight that ends it. */
  private static @Nullable LocalTime time(Fields entry, String name) {
    String text = entry.requiredText(name, 40);
    if (text.isEmpty()) {
      return null;
    }
    try {
      return LocalTime.parse(name.equals("to") && text.equals("24:00") ? "00:00" : text)
          .withNano(0);
    } catch (DateTimeException e) {
      entry.wrong(name, name + " must be a time of day such as 09:00");
      return null;
    }
  }

  private static @Nullable DayOfWeek day(Fields entry, String name) {
    return day(entry, name, entry.requiredText(name, 40));
  }

  private static @Nullable DayOfWeek day(Fields entry, String name, String text) {
    int i = DAYS.indexOf(text);
    if (i < 0) {
      entry.wrong(name, "a day is one of " + String.join(", ", DAYS));
      return null;
    }
    return DayOfWeek.of(i + 1);
  }
}
