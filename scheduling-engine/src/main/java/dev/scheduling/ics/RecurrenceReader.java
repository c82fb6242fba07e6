package dev.scheduling.ics;

import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.recurrence.InvalidRecurrenceException;
import dev.scheduling.recurrence.RecurrenceOptions;
import dev.scheduling.recurrence.RecurrenceRule;
import dev.scheduling.recurrence.RecurrenceSet;
import dev.scheduling.recurrence.RecurrenceTime;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Turns what makes a VEVENT repeat into lines that fit its start. */
final class RecurrenceReader {

  /** To search a rule for an occurrence that it does not have can take a second. */
  private static final int MOST_FRUITLESS_SEARCHES = 30;

  private final Findings findings;
  private final WorkLimit searches = new WorkLimit(MOST_FRUITLESS_SEARCHES);

  RecurrenceReader(Findings findings) {
    this.findings = findings;
  }

  /**
   * The recurrence lines of an event; the text of a rule is handed on as it stands.
   *
   * @param times reads the dates as their calendar in the file means them
   * @throws UnreadablePartException naming the rule's part, or the date, that is wrong
   */
  List<String> lines(Event event, List<IcsProperty> properties, TimeReader times)
      throws UnreadablePartException {
    List<String> lines = new ArrayList<>();
    for (IcsProperty property : properties) {
      if (property.name().equals("RRULE") || property.name().equals("EXRULE")) {
        lines.add(rule(event, property));
      } else {
        addDates(event, property, times, lines);
      }
    }
    return lines;
  }

  private String rule(Event event, IcsProperty property) throws UnreadablePartException {
    String text = property.value().strip();
    RecurrenceRule rule;
    try {
      rule = RecurrenceRule.parse(text);
    } catch (InvalidRecurrenceException e) {
      throw new UnreadablePartException(
          property.name() + " " + Findings.quoted(text) + ": " + e.getMessage());
    }
    RecurrenceTime until = rule.until().orElse(null);
    if (until != null && !fits(until, event.start())) {
      findings.warn(
          event.icalUid(), "UNTIL " + until + " is of another kind than DTSTART and was adapted");
    }
    if (property.name().equals("RRULE") && neverMatches(rule, event.start())) {
      findings.warn(
          event.icalUid(), "RRULE " + rule + " makes no occurrence; only DTSTART is left");
    }
    return property.name() + ":" + text;
  }

  private static boolean fits(RecurrenceTime until, EventTime start) {
    if (start instanceof EventTime.Zoned) {
      return until instanceof RecurrenceTime.AtInstant;
    }
    return start.isAllDay()
        ? until instanceof RecurrenceTime.OnDate
        : until instanceof RecurrenceTime.AtLocalTime;
  }

  private boolean neverMatches(RecurrenceRule rule, EventTime start) {
    if (rule.until().isEmpty() && !rule.toString().contains("BY")) {
      return false; // Nothing limits it, so it makes its own start.
    }
    RecurrenceSet alone =
        start
            .startingHere()
            .rule(rule)
            .options(
                RecurrenceOptions.DEFAULTS.withOffPatternStart(
                    RecurrenceOptions.OffPatternStart.IGNORED))
            .build();
    return isEmpty(alone);
  }

  /** Whether a set has no occurrence that could be found; false when enough has been searched. */
  private boolean isEmpty(RecurrenceSet set) {
    if (!searches.remains() || set.cursor().next()) {
      return false;
    }
    searches.use(1);
    return true;
  }

  /** Warns where nothing is left of a series. */
  void warnIfNothingIsLeft(Event event) {
    RecurrenceSet set = event.recurrence();
    boolean excludes = !set.exclusions().isEmpty() || !set.exclusionRules().isEmpty();
    if (excludes && isEmpty(set)) {
      findings.warn(event.icalUid(), "EXDATE excludes every occurrence");
    }
  }

  /** Warns where a changed occurrence is none of the series. */
  void warnIfNone(Event series, EventTime original, EventTime written) {
    if (searches.remains() && !makes(series.recurrence(), original)) {
      searches.use(1);
      findings.warn(
          series.icalUid(),
          "RECURRENCE-ID " + written + " is no occurrence of the series; it was added to it");
    }
  }

  private void addDates(Event event, IcsProperty property, TimeReader times, List<String> lines)
      throws UnreadablePartException {
    List<String> instants = new ArrayList<>();
    List<String> locals = new ArrayList<>();
    List<String> dates = new ArrayList<>();
    List<String> periods = new ArrayList<>();
    for (String value : property.value().split(",")) {
      int slash = value.indexOf('/');
      if (slash >= 0 || property.has("VALUE", "PERIOD")) {
        periods.add(period(event, property, times, value, slash));
        continue;
      }
      if (value.isBlank()) {
        continue;
      }
      EventTime time = times.read(property, value);
      if (time.getClass() != event.start().getClass() && !isPlain(event.start(), time)) {
        findings.warn(
            event.icalUid(),
            property.name() + " " + Findings.quoted(value) + " is of another kind than DTSTART");
      }
      if (time.isAllDay()) {
        dates.add(IcsTime.format(time.local().toLocalDate()));
      } else {
        EventTime fitting = times.like(event.start(), time);
        if (fitting instanceof EventTime.Zoned zoned && !isLocalTo(event.start(), zoned)) {
          instants.add(utc(zoned));
        } else if (fitting.isAllDay()) {
          dates.add(IcsTime.format(fitting.local().toLocalDate()));
        } else {
          locals.add(IcsTime.format(fitting.local()));
        }
      }
    }
    addLine(property.name() + ";VALUE=DATE:", dates, lines);
    addLine(property.name() + ":", locals, lines);
    addLine(property.name() + ":", instants, lines);
    addLine(property.name() + ";VALUE=PERIOD:", periods, lines);
  }

  /**
   * Midnight in UTC for the date of an all-day event: Google writes it, and it says all there is.
   */
  private static boolean isPlain(EventTime start, EventTime time) {
    return start.isAllDay()
        && TimeReader.isUtc(time)
        && time.local().toLocalTime().toSecondOfDay() == 0;
  }

  private static boolean isLocalTo(EventTime start, EventTime.Zoned time) {
    return start instanceof EventTime.Zoned series
        && series.zone().equals(time.zone())
        && !time.zone().equals(ZoneOffset.UTC);
  }

  private static String utc(EventTime.Zoned time) {
    return IcsTime.format(LocalDateTime.ofInstant(time.instant(), ZoneOffset.UTC)) + "Z";
  }

  private static String period(
      Event event, IcsProperty property, TimeReader times, String value, int slash)
      throws UnreadablePartException {
    if (slash < 0 || event.start().isAllDay()) {
      throw new UnreadablePartException(
          property.name() + " " + Findings.quoted(value) + " is no period that fits DTSTART");
    }
    String start = period(event, property, times, value.substring(0, slash));
    String end = value.substring(slash + 1).strip();
    boolean length = end.startsWith("P") || end.startsWith("+P") || end.startsWith("p");
    return start + "/" + (length ? end : period(event, property, times, end));
  }

  private static String period(Event event, IcsProperty property, TimeReader times, String value)
      throws UnreadablePartException {
    EventTime time = times.like(event.start(), times.read(property, value));
    return time instanceof EventTime.Zoned zoned ? utc(zoned) : IcsTime.format(time.local());
  }

  private static void addLine(String head, List<String> values, List<String> lines) {
    if (!values.isEmpty()) {
      lines.add(head + String.join(",", values));
    }
  }

  /** The set that an event's lines make, to see whether an occurrence is in it. */
  static boolean makes(RecurrenceSet set, EventTime original) {
    if (original instanceof EventTime.Zoned zoned) {
      return set.isOccurrence(zoned.instant());
    }
    return original.isAllDay()
        ? set.isOccurrence(original.local().toLocalDate())
        : set.isOccurrence(original.local());
  }
}
