package dev.scheduling.ics;

import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventEnd;
import dev.scheduling.calendar.EventLength;
import dev.scheduling.calendar.EventStamp;
import dev.scheduling.calendar.EventStatus;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.OccurrenceOverride;
import dev.scheduling.calendar.RecurrenceId;
import dev.scheduling.calendar.Reminder;
import dev.scheduling.calendar.Transparency;
import dev.scheduling.calendar.Trigger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.fortuna.ical4j.model.ComponentList;
import net.fortuna.ical4j.model.Property;
import net.fortuna.ical4j.model.PropertyList;
import net.fortuna.ical4j.model.component.VAlarm;
import net.fortuna.ical4j.model.component.VEvent;

/** Writes one event as VEVENTs: itself, then each of its changed occurrences. */
final class EventText {

  /**
   * Holds the channels of a reminder; an ACTION of EMAIL would need an address that we do not know.
   */
  static final String CHANNELS = "X-SCHEDULING-CHANNELS";

  private final Event event;
  private final List<Property> properties = new ArrayList<>();

  private EventText(Event event) {
    this.event = event;
  }

  /** The VEVENT of the event itself. */
  static VEvent of(Event event) {
    EventText text = new EventText(event);
    text.identity();
    text.time("DTSTART", event.start());
    text.end();
    text.properties.addAll(RecurrenceText.of(event));
    text.content(
        event.title(),
        event.description(),
        event.location(),
        event.tags(),
        event.status(),
        event.transparency());
    return text.component();
  }

  /** The VEVENT of a changed occurrence: complete, with what it has from the series. */
  static VEvent of(Event event, OccurrenceOverride change) {
    EventText text = new EventText(event);
    text.identity();
    text.recurrenceId(change);
    text.time("DTSTART", change.start());
    text.endAfter(change.start(), change.length());
    String title = change.title();
    String description = change.description();
    String location = change.location();
    List<String> tags = change.tags();
    EventStatus status = change.status();
    Transparency transparency = change.transparency();
    text.content(
        title == null ? event.title() : title,
        description == null ? event.description() : description,
        location == null ? event.location() : location,
        tags == null ? event.tags() : tags,
        status == null ? event.status() : status,
        transparency == null ? event.transparency() : transparency);
    return text.component();
  }

  private VEvent component() {
    List<VAlarm> alarms = event.reminders().stream().map(this::alarm).toList();
    return new VEvent(new PropertyList(properties), new ComponentList<>(alarms));
  }

  private void identity() {
    EventStamp stamp = event.stamp();
    properties.add(WrittenProperty.text("UID", event.icalUid()));
    properties.add(new WrittenProperty("DTSTAMP", utc(stamp.updated())));
    if (!stamp.created().equals(EventStamp.NEW.created())) {
      properties.add(new WrittenProperty("CREATED", utc(stamp.created())));
    }
    if (!stamp.updated().equals(EventStamp.NEW.updated())) {
      properties.add(new WrittenProperty("LAST-MODIFIED", utc(stamp.updated())));
    }
    if (stamp.sequence() > 0) {
      properties.add(new WrittenProperty("SEQUENCE", Integer.toString(stamp.sequence())));
    }
  }

  private void recurrenceId(OccurrenceOverride change) {
    String[] range =
        change.reachesFuture() ? new String[] {"RANGE", "THISANDFUTURE"} : new String[0];
    time("RECURRENCE-ID", originalStart(change.id()), range);
  }

  private EventTime originalStart(RecurrenceId id) {
    if (id instanceof RecurrenceId.At at) {
      EventTime.Zoned start = (EventTime.Zoned) event.start();
      EventTime local = EventTime.of(at.instant().atZone(start.zone()));
      // The second time of an hour that occurs twice has no local name.
      return local.instant(start.zone()).equals(at.instant()) ? local : EventTime.of(at.instant());
    }
    return id instanceof RecurrenceId.Local local
        ? EventTime.of(local.dateTime())
        : EventTime.of(((RecurrenceId.On) id).date());
  }

  private void time(String name, EventTime time, String... parameters) {
    properties.add(timeProperty(name, time, parameters));
  }

  static WrittenProperty timeProperty(String name, EventTime time, String... parameters) {
    List<String> all = new ArrayList<>(List.of(parameters));
    if (time instanceof EventTime.AllDay day) {
      all.addAll(List.of("VALUE", "DATE"));
      return new WrittenProperty(name, IcsTime.format(day.date()), all.toArray(String[]::new));
    }
    String value = IcsTime.format(time.local());
    if (TimeReader.isUtc(time)) {
      value += "Z";
    } else if (time instanceof EventTime.Zoned zoned) {
      all.addAll(List.of("TZID", ZoneText.tzid(zoned.zone())));
    }
    return new WrittenProperty(name, value, all.toArray(String[]::new));
  }

  private void end() {
    if (event.end() instanceof EventEnd.Lasting lasting) {
      duration(lasting.length());
    } else if (!event.length().isZero()) {
      time("DTEND", ((EventEnd.At) event.end()).time());
    }
  }

  private void duration(EventLength length) {
    // DURATION must be positive (section 3.8.2.5); without one, an event with a time has no length.
    if (!length.isZero()) {
      properties.add(new WrittenProperty("DURATION", text(length)));
    }
  }

  /** As DTEND, which every reader knows, where that says the same. */
  private void endAfter(EventTime start, EventLength length) {
    LocalDateTime local = start.local().plusDays(length.days()).plus(length.exact());
    EventTime end = start.withLocal(local);
    boolean same =
        start.isAllDay()
            || (length.days() == 0
                && end.instant(ZoneOffset.UTC)
                    .equals(start.instant(ZoneOffset.UTC).plus(length.exact())));
    if (same && !length.isZero() && local.getYear() <= 9999) {
      time("DTEND", end);
    } else {
      duration(length);
    }
  }

  /** ISO 8601 with the minutes between hours and seconds that section 3.3.6 asks for. */
  static String text(EventLength length) {
    String text = length.toString();
    boolean gap = text.contains("H") && text.endsWith("S") && !text.contains("M");
    return gap ? text.replace("H", "H0M") : text;
  }

  private void content(
      String title,
      String description,
      String location,
      List<String> tags,
      EventStatus status,
      Transparency transparency) {
    addText("SUMMARY", title);
    addText("DESCRIPTION", description);
    addText("LOCATION", location);
    if (!tags.isEmpty()) {
      String list = tags.stream().map(IcsText::escape).collect(Collectors.joining(","));
      properties.add(new WrittenProperty("CATEGORIES", list));
    }
    properties.add(new WrittenProperty("STATUS", status.name()));
    properties.add(new WrittenProperty("TRANSP", transparency.name()));
  }

  private void addText(String name, String text) {
    if (!text.isEmpty()) {
      properties.add(WrittenProperty.text(name, text));
    }
  }

  private VAlarm alarm(Reminder reminder) {
    List<Property> alarm = new ArrayList<>();
    alarm.add(new WrittenProperty("ACTION", "DISPLAY"));
    if (reminder.trigger() instanceof Trigger.At at) {
      alarm.add(new WrittenProperty("TRIGGER", utc(at.instant()), "VALUE", "DATE-TIME"));
    } else {
      Trigger.Offset offset = (Trigger.Offset) reminder.trigger();
      String sign = offset.before() && !offset.distance().isZero() ? "-" : "";
      String[] related =
          offset.relativeTo() == Trigger.RelativeTo.END
              ? new String[] {"RELATED", "END"}
              : new String[0];
      alarm.add(new WrittenProperty("TRIGGER", sign + text(offset.distance()), related));
    }
    alarm.add(
        WrittenProperty.text("DESCRIPTION", event.title().isEmpty() ? "Reminder" : event.title()));
    if (!reminder.channels().isEmpty()) {
      String list =
          reminder.channels().stream().map(IcsText::escape).collect(Collectors.joining(","));
      alarm.add(new WrittenProperty(CHANNELS, list));
    }
    return new VAlarm(new PropertyList(alarm));
  }

  private static String utc(Instant instant) {
    return IcsTime.format(LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, ZoneOffset.UTC))
        + "Z";
  }
}
