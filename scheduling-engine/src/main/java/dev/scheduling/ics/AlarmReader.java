package dev.scheduling.ics;

import dev.scheduling.calendar.EventLength;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.InvalidEventException;
import dev.scheduling.calendar.Reminder;
import dev.scheduling.calendar.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the VALARMs of a VEVENT (RFC 5545, section 3.6.6). Addresses and programs are never kept.
 */
final class AlarmReader {

  private static final int MOST_REMINDERS = 20;
  private static final int MOST_REPEATS = 5;

  private final TimeReader times;
  private final String uid;
  private final Findings findings;
  private final Set<Reminder> reminders = new LinkedHashSet<>();
  private int leftOut;

  private AlarmReader(TimeReader times, String uid, Findings findings) {
    this.times = times;
    this.uid = uid;
    this.findings = findings;
  }

  static List<Reminder> read(IcsComponent event, TimeReader times, String uid, Findings findings) {
    AlarmReader reader = new AlarmReader(times, uid, findings);
    for (IcsComponent component : event.components()) {
      if (component.name().equals("VALARM")) {
        reader.alarm(component);
      } else {
        findings.warn(uid, component.name() + " was left out");
      }
    }
    if (reader.leftOut > 0) {
      findings.warn(uid, "VALARM: " + reader.leftOut + " left out; there may be " + MOST_REMINDERS);
    }
    return List.copyOf(reader.reminders);
  }

  private void alarm(IcsComponent alarm) {
    IcsProperty actionProperty = alarm.first("ACTION");
    String action = actionProperty == null ? "DISPLAY" : actionProperty.keyword();
    List<String> channels =
        switch (action) {
          case "DISPLAY", "AUDIO" -> channels(alarm);
          case "EMAIL" -> List.of("email");
          default -> null;
        };
    if (channels == null) {
      findings.warn(uid, "a VALARM with ACTION " + Findings.quoted(action) + " was left out");
      return;
    }
    IcsProperty property = alarm.first("TRIGGER");
    if (property == null) {
      findings.warn(uid, "a VALARM without TRIGGER was left out");
      return;
    }
    try {
      Trigger trigger = trigger(property);
      add(new Reminder(trigger, channels));
      repeat(alarm, trigger, channels);
    } catch (UnreadablePartException | InvalidEventException e) {
      findings.warn(uid, "a VALARM was left out: " + e.getMessage());
    }
  }

  private static List<String> channels(IcsComponent alarm) {
    IcsProperty property = alarm.first(EventText.CHANNELS);
    return property == null ? List.of() : IcsText.unescapeList(property.value());
  }

  private void add(Reminder reminder) {
    if (reminders.contains(reminder)) {
      return; // One to show and one to sound at the same moment are one reminder.
    }
    if (reminders.size() == MOST_REMINDERS) {
      leftOut++;
    } else {
      reminders.add(reminder);
    }
  }

  private Trigger trigger(IcsProperty property) throws UnreadablePartException {
    String value = property.keyword();
    if (property.has("VALUE", "DATE-TIME")
        || (!value.isEmpty() && Character.isDigit(value.charAt(0)))) {
      EventTime time = times.read(property);
      if (!TimeReader.isUtc(time)) {
        findings.warn(uid, "TRIGGER " + Findings.quoted(value) + " is not in UTC");
      }
      return new Trigger.At(times.instant(time));
    }
    Trigger.RelativeTo relativeTo =
        property.has("RELATED", "END") ? Trigger.RelativeTo.END : Trigger.RelativeTo.START;
    return Trigger.Offset.parse(value, relativeTo);
  }

  /** REPEAT means some more triggers, each DURATION after the one before. */
  private void repeat(IcsComponent alarm, Trigger trigger, List<String> channels) {
    String repeat = alarm.text("REPEAT").strip();
    if (repeat.isEmpty() || repeat.matches("0+")) {
      return;
    }
    IcsProperty every = alarm.first("DURATION");
    if (!repeat.matches("\\d{1,9}") || every == null) {
      findings.warn(uid, "REPEAT without a number or a DURATION was ignored");
      return;
    }
    int count = Integer.parseInt(repeat);
    if (count > MOST_REPEATS) {
      findings.warn(uid, "REPEAT " + count + " was cut to " + MOST_REPEATS);
    }
    Duration step = exact(EventLength.parse(every.keyword()));
    List<Trigger> later = new ArrayList<>();
    for (int i = 1; i <= Math.min(count, MOST_REPEATS); i++) {
      later.add(after(trigger, step.multipliedBy(i)));
    }
    later.forEach(next -> add(new Reminder(next, channels)));
  }

  private static Trigger after(Trigger trigger, Duration distance) {
    if (trigger instanceof Trigger.At at) {
      return new Trigger.At(at.instant().plus(distance));
    }
    Trigger.Offset offset = (Trigger.Offset) trigger;
    Duration exact = exact(offset.distance());
    Duration moved = (offset.before() ? exact.negated() : exact).plus(distance);
    return new Trigger.Offset(moved.isNegative(), EventLength.of(moved.abs()), offset.relativeTo());
  }

  private static Duration exact(EventLength length) {
    return Duration.ofDays(length.days()).plus(length.exact());
  }
}
