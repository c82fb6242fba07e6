package dev.scheduling.ics;

import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.EventEnd;
import dev.scheduling.calendar.EventLength;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.InvalidEventException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Reads start, end and length of a VEVENT, and brings times of one kind to the kind of another. */
final class TimeReader {

  private final FileZones zones;
  private final Calendar target;
  private final Findings findings;

  TimeReader(FileZones zones, Calendar target, Findings findings) {
    this.zones = zones;
    this.target = target;
    this.findings = findings;
  }

  /**
   * The time that a property names; a date without a time is all-day unless VALUE says otherwise.
   */
  EventTime read(IcsProperty property) throws UnreadablePartException {
    return read(property, property.value());
  }

  /** The time of one entry of a property with several. */
  EventTime read(IcsProperty property, String value) throws UnreadablePartException {
    IcsTime time = IcsTime.parse(property.name(), value);
    if (time.isDate() && !property.has("VALUE", "DATE-TIME")) {
      return new EventTime.AllDay(time.date());
    }
    if (time.utc()) {
      return new EventTime.Zoned(time.local(), ZoneOffset.UTC);
    }
    String tzid = property.parameter("TZID");
    return tzid == null ? new EventTime.Floating(time.local()) : zones.place(time.local(), tzid);
  }

  /** The start and the end of a component; the end is null where there is none. */
  record Extent(EventTime start, @Nullable EventEnd end) {}

  /**
   * Reads DTSTART with DTEND or DURATION.
   *
   * @param uid whom warnings are about
   */
  Extent extent(IcsComponent component, String uid) throws UnreadablePartException {
    IcsProperty startProperty = component.first("DTSTART");
    if (startProperty == null) {
      startProperty = component.first("RECURRENCE-ID"); // A cancellation may name no more.
    }
    if (startProperty == null) {
      throw new UnreadablePartException("DTSTART is missing");
    }
    EventTime start = read(startProperty);
    if (!start.isAllDay() && IcsTime.parse("DTSTART", startProperty.value()).isDate()) {
      findings.warn(uid, "DTSTART has VALUE=DATE-TIME and no time; it was taken as midnight");
    }
    IcsProperty end = component.first("DTEND");
    IcsProperty duration = component.first("DURATION");
    if (end != null) {
      if (duration != null) {
        findings.warn(uid, "DTEND and DURATION exclude each other; DTEND was taken");
      }
      return withEnd(start, end, uid);
    }
    return new Extent(start, duration == null ? null : lasting(start, duration, uid));
  }

  private Extent withEnd(EventTime start, IcsProperty property, String uid) {
    EventTime end;
    try {
      end = read(property);
    } catch (UnreadablePartException e) {
      findings.warn(uid, e.getMessage() + "; the event was taken without an end");
      return new Extent(start, null);
    }
    if (!end.isAllDay() && start.isAllDay()) {
      findings.warn(uid, "DTEND has a time and DTSTART has none; it was taken as midnight");
      start = end.withLocal(start.local());
    } else if (end.getClass() != start.getClass()) {
      findings.warn(uid, "DTEND is of another kind than DTSTART; it was read as local to DTSTART");
      end = like(start, end);
    }
    if (start.isAllDay() ? !end.local().isAfter(start.local()) : isBefore(end, start)) {
      if (!end.local().equals(start.local())) {
        findings.warn(uid, "DTEND is before DTSTART; the event was taken without an end");
      }
      return new Extent(start, null);
    }
    return new Extent(start, new EventEnd.At(end));
  }

  private boolean isBefore(EventTime end, EventTime start) {
    return end.instant(target.zone()).isBefore(start.instant(target.zone()));
  }

  private @Nullable EventEnd lasting(EventTime start, IcsProperty duration, String uid) {
    EventLength length;
    try {
      length = EventLength.parse(duration.keyword());
    } catch (InvalidEventException e) {
      findings.warn(uid, "DURATION: " + e.getMessage() + "; the event was taken without an end");
      return null;
    }
    if (start.isAllDay() && !length.exact().isZero()) {
      Duration exact = length.exact();
      long more = exact.toSeconds() % 86_400 == 0 ? exact.toDays() : exact.toDays() + 1;
      if (exact.toSeconds() % 86_400 != 0) {
        findings.warn(uid, "DURATION " + length + " of an all-day event was rounded up to days");
      }
      length = EventLength.ofDays((int) Math.min(EventLength.LONGEST_DAYS, length.days() + more));
    }
    return length.isZero() ? null : new EventEnd.Lasting(length);
  }

  /**
   * A time as one of the kind of a series' start: in its zone where it has none of its own, at its
   * time of day where it is a date, as local time where the series floats.
   */
  EventTime like(EventTime series, EventTime time) {
    if (time.getClass() == series.getClass()) {
      return time;
    }
    if (series instanceof EventTime.AllDay) {
      return new EventTime.AllDay(dateOf(time));
    }
    LocalTime timeOfDay = time.isAllDay() ? series.local().toLocalTime() : null;
    return series.withLocal(
        timeOfDay == null ? time.local() : time.local().toLocalDate().atTime(timeOfDay));
  }

  /**
   * Midnight in UTC stands for its date; another time in UTC for the date in the calendar's zone.
   */
  private LocalDate dateOf(EventTime time) {
    ZoneId zone = target.zone();
    return isUtc(time) && !time.local().toLocalTime().equals(LocalTime.MIDNIGHT)
        ? time.instant(zone).atZone(zone).toLocalDate()
        : time.local().toLocalDate();
  }

  /** The instant of a time in the calendar that it is read for. */
  Instant instant(EventTime time) {
    return time.instant(target.zone());
  }

  static boolean isUtc(EventTime time) {
    return time instanceof EventTime.Zoned zoned && zoned.zone().equals(ZoneOffset.UTC);
  }
}
