package dev.scheduling.ics;

import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventTime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads iCalendar files (RFC 5545), also such as break the standard. Each component becomes an
 * event or a part of one, or is named in {@link IcsContent#skipped()} with the reason; what was
 * read in another way than it was written is in {@link IcsContent#warnings()}.
 *
 * <p>Times whose TZID names a zone of the tz database, or a Windows zone, are in that zone,
 * whatever the file's VTIMEZONE says of it. Floating times stay floating and so take the zone of
 * the calendar that they are imported to. The UIDs of events without one are made of their content.
 *
 * <p>Immutable and thread-safe.
 */
public final class IcsReader {

  private static final Map<String, String> REASONS =
      Map.of(
          "VTODO", "tasks are not imported",
          "VJOURNAL", "journal entries are not imported",
          "VFREEBUSY", "busy times without events are not imported",
          "VAVAILABILITY", "working hours are not imported");

  private static final int MOST_OBSERVANCES = 5_000;

  private final IcsLimits limits;
  private final boolean keepingComplete;

  private IcsReader(IcsLimits limits, boolean keepingComplete) {
    this.limits = limits;
    this.keepingComplete = keepingComplete;
  }

  /** A reader with {@link IcsLimits#STANDARD} that refuses a truncated file. */
  public static IcsReader standard() {
    return new IcsReader(IcsLimits.STANDARD, false);
  }

  /** The same reader with other limits. */
  public IcsReader withLimits(IcsLimits other) {
    return new IcsReader(other, keepingComplete);
  }

  /**
   * The same reader, which takes from a truncated file what is complete and skips the component
   * that it breaks off in.
   */
  public IcsReader keepingWhatIsComplete() {
    return new IcsReader(limits, true);
  }

  /**
   * Reads a file.
   *
   * @param file the octets as they came: UTF-8, UTF-16 or, line by line, Windows-1252
   * @param target what the events are to belong to; places floating times where that matters
   * @throws IcsTooLargeException if the file exceeds a limit
   * @throws InvalidIcsException if it is no iCalendar file or breaks off
   */
  public IcsContent read(byte[] file, Calendar target) {
    try {
      return read(new ByteArrayInputStream(file), target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a file from a stream, of which it takes at most one octet more than the limit. Closing it
   * is up to the caller.
   *
   * @throws IOException if the stream does
   * @throws IcsTooLargeException if the file exceeds a limit
   * @throws InvalidIcsException if it is no iCalendar file or breaks off
   */
  public IcsContent read(InputStream file, Calendar target) throws IOException {
    Findings findings = new Findings();
    List<ContentLines.Line> lines = ContentLines.read(file, limits, findings);
    List<IcsComponent> calendars = FileStructure.of(lines, limits, keepingComplete, findings);
    SeriesAssembler assembler = new SeriesAssembler(findings);
    WorkLimit observances = new WorkLimit(MOST_OBSERVANCES);
    String name = null;
    ZoneId zone = null;
    for (IcsComponent calendar : calendars) {
      FileZones zones = new FileZones(calendar, target, observances, findings);
      readEvents(calendar, zones, target, findings, assembler);
      name = name == null ? nameOf(calendar) : name;
      zone = zone == null ? zones.calendarZone() : zone;
    }
    List<Event> events = assembler.events();
    warnOfFloatingTimes(events, zone, target, findings);
    return new IcsContent(events, findings, name, zone);
  }

  private static void readEvents(
      IcsComponent calendar,
      FileZones zones,
      Calendar target,
      Findings findings,
      SeriesAssembler assembler) {
    TimeReader times = new TimeReader(zones, target, findings);
    boolean cancelling = calendar.text("METHOD").strip().equalsIgnoreCase("CANCEL");
    EventReader reader = new EventReader(times, cancelling, target, findings);
    for (IcsComponent component : calendar.components()) {
      if (component.name().equals("VEVENT")) {
        try {
          assembler.add(reader.read(component), times);
        } catch (UnreadablePartException e) {
          findings.skip(component.uid(), "VEVENT", String.valueOf(e.getMessage()));
        }
      } else if (!component.name().equals("VTIMEZONE")) {
        findings.skip(
            component.uid(),
            component.name(),
            REASONS.getOrDefault(component.name(), "this kind of component is not known"));
      }
    }
  }

  private static @Nullable String nameOf(IcsComponent calendar) {
    String name = calendar.text("NAME").strip();
    name = name.isEmpty() ? calendar.text("X-WR-CALNAME").strip() : name;
    return name.isEmpty() ? null : name;
  }

  private static void warnOfFloatingTimes(
      List<Event> events, @Nullable ZoneId zone, Calendar target, Findings findings) {
    if (zone == null || zone.getRules().equals(target.zone().getRules())) {
      return;
    }
    long floating = events.stream().filter(e -> e.start() instanceof EventTime.Floating).count();
    if (floating > 0) {
      findings.warn(
          null,
          floating
              + " events have floating times; they follow the calendar's zone "
              + target.zone()
              + ", not X-WR-TIMEZONE "
              + zone);
    }
  }
}
