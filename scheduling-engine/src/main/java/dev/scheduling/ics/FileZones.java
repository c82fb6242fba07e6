package dev.scheduling.ics;

import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.EventTime;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the TZIDs of one calendar in a file mean. For one thread. */
final class FileZones {

  /*
   * In this order: a name that says which zone it is; else the zone of the tz database whose offsets
   * agree with the file's VTIMEZONE over the years that the file uses it in and some more; else the
   * VTIMEZONE's own offset, time by time; else, where there is no VTIMEZONE, an offset in the name
   * or the calendar's zone. The name goes first because a VTIMEZONE often tells a part of the truth
   * only, and since the tz database will know next year's rules where the file cannot.
   */

  private static final int YEARS_AHEAD = 5;
  private static final int EARLIEST = 1900;
  private static final int LATEST = 2100;

  private final Calendar target;
  private final Findings findings;
  private final WorkLimit observances;
  private final @Nullable ZoneId calendarZone;
  private final Map<String, IcsComponent> definitions = new HashMap<>();
  private final Map<String, int[]> years = new HashMap<>();
  private final Map<String, Meaning> meanings = new HashMap<>();

  /** A zone, or the definition whose offsets are taken one by one, or neither: the time floats. */
  private record Meaning(@Nullable ZoneId zone, @Nullable TimeZoneDefinition definition) {}

  /**
   * The zones of a calendar.
   *
   * @param observances how many observances of VTIMEZONEs may be unrolled, over the whole file
   */
  FileZones(IcsComponent calendar, Calendar target, WorkLimit observances, Findings findings) {
    this.target = target;
    this.observances = observances;
    this.findings = findings;
    for (IcsComponent component : calendar.components()) {
      if (component.name().equals("VTIMEZONE")) {
        definitions.putIfAbsent(component.text("TZID").strip(), component);
      } else if (component.name().equals("VEVENT")) {
        component.properties().forEach(this::noteYears);
      }
    }
    String name = calendar.text("X-WR-TIMEZONE").strip();
    calendarZone = name.isEmpty() ? null : ZoneNames.find(name);
  }

  /** The zone that the file gives its calendar, if it is known. */
  @Nullable ZoneId calendarZone() {
    return calendarZone;
  }

  private void noteYears(IcsProperty property) {
    String tzid = property.parameter("TZID");
    String value = property.value().strip();
    if (tzid == null || value.length() < 8) {
      return;
    }
    try {
      int year = Math.max(EARLIEST, Math.min(LATEST, Integer.parseInt(value, 0, 4, 10)));
      int[] range = years.computeIfAbsent(tzid, unused -> new int[] {year, year});
      range[0] = Math.min(range[0], year);
      range[1] = Math.max(range[1], year);
    } catch (NumberFormatException e) {
      return; // Whoever reads the value says what is wrong with it.
    }
  }

  /** The time that is {@code local} where a TZID says. */
  EventTime place(LocalDateTime local, String tzid) {
    Meaning meaning = meanings.get(tzid);
    if (meaning == null) {
      meaning = find(tzid);
      meanings.put(tzid, meaning);
    }
    if (meaning.zone() != null) {
      return new EventTime.Zoned(local, meaning.zone());
    }
    return meaning.definition() == null
        ? new EventTime.Floating(local)
        : new EventTime.Zoned(local, meaning.definition().offsetAt(local));
  }

  private Meaning find(String tzid) {
    ZoneId named = ZoneNames.find(tzid);
    IcsComponent timeZone = definitions.get(tzid);
    if (named == null && timeZone != null) {
      String location = timeZone.text("X-LIC-LOCATION").strip();
      named = location.isEmpty() ? null : ZoneNames.find(location);
    }
    if (named != null) {
      warnIfDefinedOtherwise(tzid, named, timeZone);
      return new Meaning(named, null);
    }
    String name = tzid.isEmpty() ? "the empty TZID" : "TZID " + Findings.quoted(tzid);
    String trouble = "there is no VTIMEZONE";
    if (timeZone != null) {
      try {
        return defined(name, definition(tzid, timeZone, YEARS_AHEAD));
      } catch (UnreadablePartException e) {
        trouble = String.valueOf(e.getMessage());
      }
    }
    if (tzid.isEmpty()) {
      findings.warn(null, name + " was ignored, since " + trouble + "; its times float");
      return new Meaning(null, null);
    }
    ZoneId taken = ZoneNames.offset(tzid);
    if (taken == null) {
      taken = calendarZone == null ? target.zone() : calendarZone;
    }
    findings.warn(null, name + " is not known and " + trouble + "; " + taken + " was taken");
    return new Meaning(taken, null);
  }

  private TimeZoneDefinition definition(String tzid, IcsComponent timeZone, int yearsAhead)
      throws UnreadablePartException {
    if (!observances.remains()) {
      throw new UnreadablePartException("the file has too many VTIMEZONEs");
    }
    observances.use(timeZone.components().size());
    int[] range = years.getOrDefault(tzid, new int[] {2000, 2000});
    return TimeZoneDefinition.of(timeZone, range[0], range[1] + yearsAhead);
  }

  private void warnIfDefinedOtherwise(String tzid, ZoneId zone, @Nullable IcsComponent timeZone) {
    if (timeZone == null || !years.containsKey(tzid) || !observances.remains()) {
      return;
    }
    try {
      if (!definition(tzid, timeZone, 0).agreesWith(zone)) {
        findings.warn(
            null,
            "the VTIMEZONE of "
                + Findings.quoted(tzid)
                + " differs from the tz database, whose "
                + zone
                + " was taken");
      }
    } catch (UnreadablePartException e) {
      findings.warn(
          null,
          "TZID " + Findings.quoted(tzid) + ": " + e.getMessage() + "; " + zone + " was taken");
    }
  }

  private Meaning defined(String name, TimeZoneDefinition definition) {
    ZoneOffset fixed = definition.fixedOffset();
    if (fixed != null) {
      return new Meaning(fixed, null);
    }
    for (ZoneId candidate : candidates()) {
      if (definition.agreesWith(candidate)) {
        findings.warn(
            null,
            name + " is not known; " + candidate + " agrees with its VTIMEZONE and was taken");
        return new Meaning(candidate, null);
      }
    }
    findings.warn(
        null,
        name
            + " is not known and no zone agrees with its VTIMEZONE; its times keep their offsets,"
            + " and series do not follow its daylight saving time");
    return new Meaning(null, definition);
  }

  /** The likely zones, then all others, the shorter name first where two are the same. */
  private List<ZoneId> candidates() {
    Set<ZoneId> zones = new LinkedHashSet<>();
    zones.add(target.zone());
    if (calendarZone != null) {
      zones.add(calendarZone);
    }
    Set<String> known = new TreeSet<>(ZoneNames.ids());
    for (String id : WindowsZones.zones()) {
      if (known.contains(id)) {
        zones.add(ZoneId.of(id));
      }
    }
    for (String id : known) {
      zones.add(ZoneId.of(id));
    }
    zones.removeIf(zone -> zone instanceof ZoneOffset);
    List<ZoneId> ordered = new ArrayList<>(zones);
    ordered.sort(Comparator.comparing((ZoneId zone) -> zone.getId().startsWith("Etc/")));
    return ordered;
  }
}
