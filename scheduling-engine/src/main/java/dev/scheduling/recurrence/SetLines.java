package dev.scheduling.recurrence;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and writes the RRULE, EXRULE, RDATE and EXDATE lines of RFC 5545, 3.8.5. */
final class SetLines {

  private static final int MAX_LENGTH = 1 << 20;

  private SetLines() {}

  static void read(String line, RecurrenceSet.Builder builder, @Nullable ZoneId startZone) {
    if (line.length() > MAX_LENGTH) {
      throw new InvalidRecurrenceException(
          "line", line.length() + " characters are more than " + MAX_LENGTH);
    }
    int colon = colonAfterParameters(line);
    String head = line.substring(0, colon).trim();
    String value = line.substring(colon + 1).trim();
    int semicolon = head.indexOf(';');
    String name = (semicolon < 0 ? head : head.substring(0, semicolon)).toUpperCase(Locale.ROOT);
    String parameters = semicolon < 0 ? "" : head.substring(semicolon + 1);
    switch (name) {
      case "RRULE" -> builder.rule(RecurrenceRule.parse(value));
      case "EXRULE" -> builder.exclusionRule(RecurrenceRule.parse(value));
      case "RDATE", "EXDATE" -> {
        ZoneId zone = zone(name, parameters);
        for (String item : value.split(",", -1)) {
          String text = item.trim().toUpperCase(Locale.ROOT);
          if (name.equals("EXDATE")) {
            builder.excluding(time(name, text, zone, startZone));
          } else {
            include(builder, text, zone, startZone);
          }
        }
      }
      default ->
          throw new InvalidRecurrenceException(
              LocalText.clip(name), "is not RRULE, EXRULE, RDATE or EXDATE");
    }
  }

  /** The colon that ends the name and its parameters; those in quotes do not. */
  private static int colonAfterParameters(String line) {
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ':' && !quoted) {
        return i;
      }
    }
    throw new InvalidRecurrenceException("line", "'" + LocalText.clip(line) + "' has no colon");
  }

  private static @Nullable ZoneId zone(String name, String parameters) {
    for (String parameter : parameters.split(";", -1)) {
      int equals = parameter.indexOf('=');
      if (equals > 0 && parameter.substring(0, equals).trim().equalsIgnoreCase("TZID")) {
        String id = parameter.substring(equals + 1).trim().replace("\"", "");
        try {
          return ZoneId.of(id);
        } catch (java.time.DateTimeException e) {
          throw new InvalidRecurrenceException(
              name, "TZID '" + LocalText.clip(id) + "' is not a known zone", e);
        }
      }
    }
    return null;
  }

  /** A time in another zone than the start's becomes an instant. */
  private static RecurrenceTime time(
      String name, String text, @Nullable ZoneId zone, @Nullable ZoneId startZone) {
    RecurrenceTime time = RecurrenceTime.parse(name, text);
    if (time instanceof RecurrenceTime.AtLocalTime local
        && zone != null
        && startZone != null
        && !zone.equals(startZone)) {
      return new RecurrenceTime.AtInstant(local.time().atZone(zone).toInstant());
    }
    return time;
  }

  private static void include(
      RecurrenceSet.Builder builder,
      String text,
      @Nullable ZoneId zone,
      @Nullable ZoneId startZone) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      builder.including(time("RDATE", text, zone, startZone));
      return;
    }
    RecurrenceTime start = time("RDATE", text.substring(0, slash), zone, startZone);
    String end = text.substring(slash + 1);
    Duration length =
        end.startsWith("P") || end.startsWith("+P")
            ? duration(start, end)
            : between(start, time("RDATE", end, zone, startZone), startZone);
    builder.includingPeriod(start, length);
  }

  private static Duration duration(RecurrenceTime start, String text) {
    String iso = text.startsWith("+") ? text.substring(1) : text;
    try {
      if (iso.endsWith("W")) {
        // java.time reads weeks as a Period of days and not as a Duration.
        return Duration.ofDays(Period.parse(iso).get(ChronoUnit.DAYS));
      }
      return Duration.parse(iso);
    } catch (DateTimeParseException e) {
      throw new InvalidRecurrenceException(
          "RDATE", "'" + LocalText.clip(text) + "' after " + start + " is not a duration", e);
    }
  }

  private static Duration between(
      RecurrenceTime start, RecurrenceTime end, @Nullable ZoneId startZone) {
    return Duration.between(instant(start, startZone), instant(end, startZone));
  }

  private static Instant instant(RecurrenceTime time, @Nullable ZoneId zone) {
    if (time instanceof RecurrenceTime.AtInstant at) {
      return at.instant();
    }
    LocalDateTime local =
        time instanceof RecurrenceTime.AtLocalTime at
            ? at.time()
            : ((RecurrenceTime.OnDate) time).date().atStartOfDay();
    return local.atZone(zone == null ? ZoneOffset.UTC : zone).toInstant();
  }

  static List<String> write(SetParts parts) {
    List<String> lines = new ArrayList<>();
    for (RecurrenceRule rule : parts.rules()) {
      lines.add("RRULE:" + strict(rule, parts));
    }
    for (RecurrenceRule rule : parts.exclusionRules()) {
      lines.add("EXRULE:" + strict(rule, parts));
    }
    writeTimes("RDATE", parts.extraTimes(), parts.periods(), parts, lines);
    writeTimes("EXDATE", ExcludedDays.asTimes(parts), Map.of(), parts, lines);
    return List.copyOf(lines);
  }

  /** The rule with an UNTIL of the type that the start asks for: RFC 5545, 3.3.10. */
  private static RecurrenceRule strict(RecurrenceRule rule, SetParts parts) {
    RecurrenceTime until = rule.until().orElse(null);
    if (until == null) {
      return rule;
    }
    ZoneId zone = parts.zone();
    RecurrenceTime right;
    if (parts.allDay()) {
      right = new RecurrenceTime.OnDate(local(until, ZoneOffset.UTC).toLocalDate());
    } else if (zone == null) {
      right = new RecurrenceTime.AtLocalTime(local(until, ZoneOffset.UTC));
    } else if (until instanceof RecurrenceTime.AtInstant) {
      right = until;
    } else {
      right = new RecurrenceTime.AtInstant(local(until, zone).atZone(zone).toInstant());
    }
    return right.equals(until) ? rule : rule.withUntil(right);
  }

  private static LocalDateTime local(RecurrenceTime time, ZoneId zone) {
    if (time instanceof RecurrenceTime.OnDate date) {
      return date.date().atTime(LocalTime.of(23, 59, 59));
    }
    if (time instanceof RecurrenceTime.AtLocalTime local) {
      return local.time();
    }
    return LocalDateTime.ofInstant(((RecurrenceTime.AtInstant) time).instant(), zone);
  }

  /** One line for each kind of value that occurs. */
  private static void writeTimes(
      String name,
      List<RecurrenceTime> times,
      Map<RecurrenceTime, Duration> periods,
      SetParts parts,
      List<String> lines) {
    List<String> dates = new ArrayList<>();
    List<String> locals = new ArrayList<>();
    List<String> instants = new ArrayList<>();
    List<String> localPeriods = new ArrayList<>();
    List<String> instantPeriods = new ArrayList<>();
    boolean utc = ZoneOffset.UTC.equals(parts.zone());
    for (RecurrenceTime time : times) {
      RecurrenceTime right = strict(name, time, parts, utc);
      Duration length = periods.get(time);
      boolean instant = right instanceof RecurrenceTime.AtInstant;
      if (length != null) {
        (instant ? instantPeriods : localPeriods).add(right + "/" + length);
      } else if (right instanceof RecurrenceTime.OnDate) {
        dates.add(right.toString());
      } else {
        (instant ? instants : locals).add(right.toString());
      }
    }
    String zone = parts.zone() == null || utc ? "" : ";TZID=" + parameter(parts.zone().getId());
    writeLine(name + ";VALUE=DATE", dates, lines);
    writeLine(name + zone, locals, lines);
    writeLine(name, instants, lines);
    writeLine(name + ";VALUE=PERIOD" + zone, localPeriods, lines);
    writeLine(name + ";VALUE=PERIOD", instantPeriods, lines);
  }

  /**
   * An offset such as {@code +05:45} has a colon, which ends the parameters unless it is quoted.
   */
  private static String parameter(String id) {
    return id.indexOf(':') < 0 ? id : '"' + id + '"';
  }

  private static RecurrenceTime strict(
      String name, RecurrenceTime time, SetParts parts, boolean utc) {
    if (parts.allDay()) {
      return new RecurrenceTime.OnDate(local(time, ZoneOffset.UTC).toLocalDate());
    }
    if (time instanceof RecurrenceTime.OnDate date && name.equals("RDATE")) {
      time = new RecurrenceTime.AtLocalTime(date.date().atTime(parts.start().toLocalTime()));
    }
    if (utc && time instanceof RecurrenceTime.AtLocalTime local) {
      return new RecurrenceTime.AtInstant(local.time().toInstant(ZoneOffset.UTC));
    }
    return time;
  }

  private static void writeLine(String head, List<String> values, List<String> lines) {
    if (!values.isEmpty()) {
      lines.add(head + ":" + String.join(",", values));
    }
  }
}
