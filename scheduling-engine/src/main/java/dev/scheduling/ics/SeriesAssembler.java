package dev.scheduling.ics;

import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventStatus;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.InvalidEventException;
import dev.scheduling.calendar.OccurrenceOverride;
import dev.scheduling.calendar.RecurrenceId;
import dev.scheduling.recurrence.InvalidRecurrenceException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts the components of one UID together: a series and the occurrences that were changed. */
final class SeriesAssembler {

  /*
   * A changed occurrence replaces the one at its RECURRENCE-ID. It becomes a change of the series
   * where the series can hold it. Where it cannot (there is no series in the file, since someone was
   * invited to one occurrence alone; or one is all-day and the other is not) it becomes an event of
   * its own whose UID is the series' with the RECURRENCE-ID behind, so that importing the file again
   * finds it again, and the series excludes that occurrence. Leaving it out would lose a meeting.
   */

  private final Findings findings;
  private final RecurrenceReader recurrence;
  private final Map<String, List<Entry>> byUid = new LinkedHashMap<>();

  private record Entry(ComponentReading reading, TimeReader times) {}

  SeriesAssembler(Findings findings) {
    this.findings = findings;
    this.recurrence = new RecurrenceReader(findings);
  }

  /**
   * Takes a component of the file.
   *
   * @param times reads times as its calendar in the file means them
   */
  void add(ComponentReading reading, TimeReader times) {
    String uid = reading.uid();
    if (!reading.hasUid() && byUid.containsKey(uid)) {
      // The same thing twice without a UID: both stand in the calendar that was exported.
      int number = 2;
      while (byUid.containsKey(uid + "-" + number)) {
        number++;
      }
      uid = uid + "-" + number;
      Event renamed = reading.event().toBuilder().icalUid(uid).build();
      reading =
          new ComponentReading(
              renamed, reading.recurrence(), reading.replaces(), reading.range(), false);
    }
    byUid.computeIfAbsent(uid, unused -> new ArrayList<>()).add(new Entry(reading, times));
  }

  List<Event> events() {
    List<Event> events = new ArrayList<>();
    byUid.values().forEach(group -> assemble(group, events));
    return events;
  }

  private void assemble(List<Entry> group, List<Event> events) {
    Entry master = null;
    List<Entry> changes = new ArrayList<>();
    for (Entry entry : group) {
      if (entry.reading().replaces() != null) {
        changes.add(entry);
      } else if (master == null) {
        master = entry;
      } else {
        boolean newer = entry.reading().isNewerThan(master.reading());
        Entry older = newer ? master : entry;
        master = newer ? entry : master;
        findings.skip(
            older.reading().uid(), "VEVENT", "the file has this UID again, as new or newer");
      }
    }
    if (master == null) {
      newest(changes, null).values().forEach(change -> addAlone(change, events));
    } else {
      series(master, changes, events);
    }
  }

  /** The newest change of each occurrence, in the order of the file. */
  private Map<String, Entry> newest(List<Entry> changes, @Nullable EventTime series) {
    Map<String, Entry> newest = new LinkedHashMap<>();
    for (Entry entry : changes) {
      EventTime original = Objects.requireNonNull(entry.reading().replaces());
      EventTime fitting = series == null ? original : entry.times().like(series, original);
      String key = RecurrenceId.of(fitting).toString();
      Entry other = newest.get(key);
      if (other == null || entry.reading().isNewerThan(other.reading())) {
        newest.put(key, entry);
      }
      if (other != null) {
        findings.skip(
            entry.reading().uid(),
            "VEVENT",
            "the file has RECURRENCE-ID " + key + " again, as new or newer");
      }
    }
    return newest;
  }

  private void addAlone(Entry change, List<Event> events) {
    Event event = change.reading().event();
    EventTime original = Objects.requireNonNull(change.reading().replaces());
    findings.warn(
        event.icalUid(),
        "the file has no series for RECURRENCE-ID " + original + "; it became an event of its own");
    events.add(alone(event, original));
  }

  private static Event alone(Event event, EventTime original) {
    return event.toBuilder().icalUid(event.icalUid() + "#" + compact(original)).build();
  }

  /** The original start in the text of section 3.3, in UTC where it has a zone. */
  private static String compact(EventTime time) {
    if (time instanceof EventTime.Zoned zoned) {
      return IcsTime.format(LocalDateTime.ofInstant(zoned.instant(), ZoneOffset.UTC)) + "Z";
    }
    return time.isAllDay()
        ? IcsTime.format(time.local().toLocalDate())
        : IcsTime.format(time.local());
  }

  private void series(Entry master, List<Entry> changes, List<Event> events) {
    Event event = master.reading().event();
    try {
      List<String> lines = recurrence.lines(event, master.reading().recurrence(), master.times());
      Event plain = withLines(event, lines);
      if (changes.isEmpty()) {
        recurrence.warnIfNothingIsLeft(plain);
        events.add(plain);
        return;
      }
      List<Event> detached = new ArrayList<>();
      events.add(changed(plain, lines, newest(changes, event.start()), detached));
      events.addAll(detached);
    } catch (UnreadablePartException | InvalidRecurrenceException | InvalidEventException e) {
      for (int i = 0; i <= changes.size(); i++) {
        findings.skip(event.icalUid(), "VEVENT", String.valueOf(e.getMessage()));
      }
    }
  }

  private static Event withLines(Event event, List<String> lines) {
    if (lines.isEmpty()) {
      return event;
    }
    Event.Builder builder = event.toBuilder();
    lines.forEach(builder::recurrenceLine);
    return builder.build();
  }

  private Event changed(
      Event series, List<String> lines, Map<String, Entry> changes, List<Event> detached) {
    List<OccurrenceOverride> overrides = new ArrayList<>();
    List<String> all = new ArrayList<>(lines);
    for (Entry entry : changes.values()) {
      ComponentReading reading = entry.reading();
      EventTime written = Objects.requireNonNull(reading.replaces());
      EventTime original = entry.times().like(series.start(), written);
      boolean alone = reading.range() == OccurrenceOverride.Range.THIS;
      Event change = reading.event();
      boolean sameKind = change.start().getClass() == series.start().getClass();
      if (!alone && !sameKind) {
        findings.warn(
            series.icalUid(),
            "RECURRENCE-ID " + written + " changes the kind of DTSTART; later ones do not follow");
      }
      boolean cancelled = change.status() == EventStatus.CANCELLED;
      if ((cancelled && alone) || !sameKind) {
        all.add(exclusion(original));
        if (!cancelled) {
          detached.add(alone(change, original));
        }
        continue;
      }
      recurrence.warnIfNone(series, original, written);
      if (!change.reminders().equals(series.reminders())) {
        findings.warn(
            series.icalUid(),
            "RECURRENCE-ID " + written + " has VALARMs of its own, which are not kept");
      }
      overrides.add(override(series, RecurrenceId.of(original), reading.range(), change));
    }
    Event.Builder builder = series.toBuilder().withoutRecurrence().overrides(overrides);
    all.forEach(builder::recurrenceLine);
    Event result = builder.build();
    if (overrides.isEmpty()) {
      recurrence.warnIfNothingIsLeft(result);
    }
    return result;
  }

  private static String exclusion(EventTime original) {
    return (original.isAllDay() ? "EXDATE;VALUE=DATE:" : "EXDATE:") + compact(original);
  }

  /** A change that says what differs, so that it follows the series in all else. */
  private static OccurrenceOverride override(
      Event series, RecurrenceId id, OccurrenceOverride.Range range, Event change) {
    return new OccurrenceOverride(
        id,
        range,
        change.start(),
        change.length(),
        unless(series.title(), change.title()),
        unless(series.description(), change.description()),
        unless(series.location(), change.location()),
        unless(series.transparency(), change.transparency()),
        unless(series.status(), change.status()),
        unless(series.tags(), change.tags()));
  }

  private static <T> @Nullable T unless(T same, T value) {
    return value.equals(same) ? null : value;
  }
}
