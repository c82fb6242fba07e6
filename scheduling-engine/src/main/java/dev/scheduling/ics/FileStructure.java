package dev.scheduling.ics;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The calendars of a file and their components, from the lines that open and close them. */
final class FileStructure {

  private static final int DEEPEST = 8;

  /** What the readers look at; other properties do not get as far as the parser. */
  private static final Set<String> READ =
      Set.of(
          "UID",
          "SUMMARY",
          "DESCRIPTION",
          "LOCATION",
          "DTSTART",
          "DTEND",
          "DURATION",
          "DTSTAMP",
          "CREATED",
          "LAST-MODIFIED",
          "SEQUENCE",
          "STATUS",
          "TRANSP",
          "CATEGORIES",
          "RRULE",
          "EXRULE",
          "RDATE",
          "EXDATE",
          "RECURRENCE-ID",
          "ACTION",
          "TRIGGER",
          "REPEAT",
          "TZID",
          "TZOFFSETFROM",
          "TZOFFSETTO",
          "X-LIC-LOCATION",
          "X-WR-CALNAME",
          "X-WR-TIMEZONE",
          "NAME",
          "METHOD",
          "X-MICROSOFT-CDO-BUSYSTATUS",
          EventText.CHANNELS);

  /** Standard properties that say something of an event that is not kept. */
  private static final Set<String> NOT_KEPT =
      Set.of(
          "ATTACH",
          "ATTENDEE",
          "COMMENT",
          "CONFERENCE",
          "CONTACT",
          "GEO",
          "IMAGE",
          "ORGANIZER",
          "RELATED-TO",
          "RESOURCES",
          "URL");

  /** Components that stand in a calendar and never in another component. */
  private static final Set<String> TOP =
      Set.of("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE", "VAVAILABILITY");

  private final IcsLimits limits;
  private final boolean keepingComplete;
  private final Findings findings;
  private final List<IcsComponent> calendars = new ArrayList<>();
  private final Map<String, Integer> notKept = new TreeMap<>();
  private int components;

  private @Nullable IcsComponent calendar;
  private boolean calendarBegan;
  private int calendarLine;

  private final Deque<String> open = new ArrayDeque<>();
  private ComponentText text = new ComponentText();
  private String component = "";
  private int componentLine;
  private @Nullable String uid;
  private @Nullable String fault;

  private FileStructure(IcsLimits limits, boolean keepingComplete, Findings findings) {
    this.limits = limits;
    this.keepingComplete = keepingComplete;
    this.findings = findings;
  }

  /**
   * Every calendar of the file; components that are broken are skipped.
   *
   * @param keepingComplete whether a file that ends in the middle is good up to there
   */
  static List<IcsComponent> of(
      List<ContentLines.Line> lines, IcsLimits limits, boolean keepingComplete, Findings findings) {
    FileStructure structure = new FileStructure(limits, keepingComplete, findings);
    if (lines.isEmpty()) {
      throw new InvalidIcsException(1, "the file is empty; it must begin with BEGIN:VCALENDAR");
    }
    for (ContentLines.Line line : lines) {
      structure.take(line);
    }
    structure.finish(lines.get(lines.size() - 1).number());
    return structure.calendars;
  }

  private void take(ContentLines.Line line) {
    String text = line.text();
    if (text.regionMatches(true, 0, "BEGIN:", 0, 6)) {
      begin(text.substring(6).strip().toUpperCase(Locale.ROOT), line.number());
    } else if (text.regionMatches(true, 0, "END:", 0, 4)) {
      end(text.substring(4).strip().toUpperCase(Locale.ROOT), line.number());
    } else {
      property(line);
    }
  }

  private void begin(String name, int line) {
    if (++components > limits.components()) {
      throw new IcsTooLargeException("components", limits.components());
    }
    boolean outermost = name.equals("VCALENDAR");
    if (!open.isEmpty() && (outermost || TOP.contains(name))) {
      fault = "END:" + component + " is missing before line " + line;
      finishComponent();
    }
    if (outermost) {
      if (calendarBegan) {
        findings.warn(null, "END:VCALENDAR is missing before line " + line);
      }
      finishCalendar();
      calendar = new IcsComponent("VCALENDAR");
      calendarBegan = true;
      calendarLine = line;
      return;
    }
    if (calendar == null) {
      if (!TOP.contains(name)) {
        throw notACalendar(line, "BEGIN:" + name);
      }
      calendar = new IcsComponent("VCALENDAR");
      calendarLine = line;
      findings.warn(null, "BEGIN:VCALENDAR is missing before line " + line);
    }
    if (open.isEmpty()) {
      startComponent(name, line);
    }
    if (open.size() == DEEPEST) {
      throw new InvalidIcsException(
          line, "components are nested deeper than " + DEEPEST + " at line " + line);
    }
    if (!ComponentText.isName(name)) {
      fault = "BEGIN:" + Findings.quoted(name) + " names no component";
    }
    open.push(name);
    text.begin(name);
  }

  private void end(String name, int line) {
    if (name.equals("VCALENDAR") && calendarBegan) {
      if (!open.isEmpty()) {
        fault = "END:" + component + " is missing before line " + line;
        finishComponent();
      }
      finishCalendar();
      return;
    }
    if (!open.contains(name)) {
      findings.warn(uid, "line " + line + " ends a " + name + " that did not begin");
      return;
    }
    while (!name.equals(open.peek())) {
      fault = "END:" + open.peek() + " is missing before line " + line;
      text.end(open.pop());
    }
    text.end(open.pop());
    if (open.isEmpty()) {
      finishComponent();
    }
  }

  private void property(ContentLines.Line line) {
    if (calendar == null && calendars.isEmpty()) {
      throw notACalendar(line.number(), line.text());
    }
    String name = ComponentText.propertyName(line.text());
    if (name == null || calendar == null) {
      findings.warn(
          uid,
          "line "
              + line.number()
              + (name == null ? " is no property" : " is outside of any calendar")
              + " and was left out: "
              + Findings.quoted(line.text()));
      return;
    }
    if (open.isEmpty()) {
      if (READ.contains(name)) {
        addCalendarProperty(line);
      }
      return;
    }
    if (open.size() == 1 && name.equals("UID") && uid == null) {
      uid = ComponentText.valueOf(line.text());
    }
    if (READ.contains(name)) {
      text.property(line.text());
    } else if (open.size() == 1 && NOT_KEPT.contains(name) && "VEVENT".equals(open.peek())) {
      notKept.merge(name, 1, Integer::sum);
    }
  }

  private void addCalendarProperty(ContentLines.Line line) {
    ComponentText single = new ComponentText();
    single.property(line.text());
    single.parse(line.number()).properties().forEach(calendar()::add);
  }

  private void startComponent(String name, int line) {
    component = name;
    text = new ComponentText();
    componentLine = line;
    uid = null;
    fault = null;
  }

  /** Closes the outermost open component, or all that are left open in it when it has a fault. */
  private void finishComponent() {
    while (!open.isEmpty()) {
      text.end(open.pop());
    }
    if (fault == null) {
      try {
        text.parse(componentLine).components().forEach(calendar()::add);
        uid = null;
        return;
      } catch (InvalidIcsException e) {
        fault = e.getMessage();
      }
    }
    findings.skip(uid, component, fault + " (the component begins at line " + componentLine + ")");
    uid = null;
    fault = null;
  }

  private void finishCalendar() {
    if (calendar != null) {
      calendars.add(calendar);
    }
    calendar = null;
    calendarBegan = false;
  }

  private void finish(int lastLine) {
    boolean truncated = !open.isEmpty() || calendarBegan;
    if (truncated && !keepingComplete) {
      throw new InvalidIcsException(
          lastLine,
          "the file is truncated: it ends inside the "
              + (open.isEmpty() ? "VCALENDAR" : component)
              + " that begins at line "
              + (open.isEmpty() ? calendarLine : componentLine));
    }
    if (truncated) {
      findings.warn(null, "the file is truncated after line " + lastLine);
    }
    if (!open.isEmpty()) {
      fault = "the file ends before END:" + component;
      finishComponent();
    }
    finishCalendar();
    if (!notKept.isEmpty()) {
      StringBuilder list = new StringBuilder();
      notKept.forEach(
          (name, count) ->
              list.append(list.length() == 0 ? "" : ", ").append(name + " (" + count + ")"));
      findings.warn(null, "these properties are not kept: " + list);
    }
  }

  private IcsComponent calendar() {
    return requireNonNull(calendar, "inside a calendar");
  }

  private static InvalidIcsException notACalendar(int line, String text) {
    return new InvalidIcsException(
        line,
        "the file is no iCalendar file: it must begin with BEGIN:VCALENDAR, but begins with "
            + Findings.quoted(text));
  }
}
