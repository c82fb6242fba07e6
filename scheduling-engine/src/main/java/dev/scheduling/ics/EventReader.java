package dev.scheduling.ics;

import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventStamp;
import dev.scheduling.calendar.EventStatus;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.InvalidEventException;
import dev.scheduling.calendar.OccurrenceOverride;
import dev.scheduling.calendar.Transparency;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads one VEVENT without looking at the others. */
final class EventReader {

  // As much as an event holds; a longer text is cut, since the rest of the event is worth keeping.
  private static final int LONGEST_TITLE = 1_000;
  private static final int LONGEST_LOCATION = 1_000;
  private static final int LONGEST_DESCRIPTION = 100_000;
  private static final int LONGEST_TAG = 100;
  private static final int MOST_TAGS = 100;
  private static final int LONGEST_UID = 1_000;

  private static final Set<String> RECURRENCE = Set.of("RRULE", "EXRULE", "RDATE", "EXDATE");

  private final TimeReader times;
  private final boolean cancelling;
  private final Calendar target;
  private final Findings findings;

  /**
   * A reader of one calendar's events.
   *
   * @param cancelling whether its METHOD is CANCEL, which cancels whatever it holds
   */
  EventReader(TimeReader times, boolean cancelling, Calendar target, Findings findings) {
    this.times = times;
    this.cancelling = cancelling;
    this.target = target;
    this.findings = findings;
  }

  /**
   * Reads a VEVENT.
   *
   * @throws UnreadablePartException if it cannot be an event, naming the property
   */
  ComponentReading read(IcsComponent component) throws UnreadablePartException {
    String given = component.uid();
    String uid = given == null || given.length() > LONGEST_UID ? madeUid(component) : given;
    if (given != null && given.length() > LONGEST_UID) {
      findings.warn(uid, "UID is longer than " + LONGEST_UID + " characters and was replaced");
    }
    TimeReader.Extent extent = times.extent(component, uid);
    Event.Builder event =
        Event.builder(target, text(component, "SUMMARY", LONGEST_TITLE, uid))
            .icalUid(uid)
            .description(text(component, "DESCRIPTION", LONGEST_DESCRIPTION, uid))
            .location(text(component, "LOCATION", LONGEST_LOCATION, uid))
            .starts(extent.start())
            .status(status(component, uid))
            .transparency(transparency(component, uid))
            .tags(tags(component, uid))
            .reminders(AlarmReader.read(component, times, uid, findings))
            .stamp(stamp(component, uid));
    if (extent.end() != null) {
      event.ends(extent.end());
    }
    IcsProperty recurrenceId = component.first("RECURRENCE-ID");
    EventTime replaces = recurrenceId == null ? null : times.read(recurrenceId);
    try {
      return new ComponentReading(
          event.build(),
          recurrence(component),
          replaces,
          range(recurrenceId, uid),
          uid.equals(given));
    } catch (InvalidEventException e) {
      throw new UnreadablePartException(String.valueOf(e.getMessage()));
    }
  }

  /** The same for the same content, so that a second import finds the event of the first. */
  private static String madeUid(IcsComponent component) {
    StringBuilder content = new StringBuilder();
    for (String name : List.of("UID", "DTSTART", "DTEND", "DURATION", "RRULE", "SUMMARY")) {
      IcsProperty property = component.first(name);
      content.append(name).append(property == null ? "" : property.value()).append('\n');
    }
    byte[] octets = content.toString().getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(octets).toString();
  }

  private String text(IcsComponent component, String name, int longest, String uid) {
    String text = component.text(name);
    if (text.length() <= longest) {
      return text;
    }
    findings.warn(uid, name + " has more than " + longest + " characters and was cut");
    int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return text.substring(0, end);
  }

  private EventStatus status(IcsComponent component, String uid) {
    IcsProperty property = component.first("STATUS");
    if (cancelling || property == null) {
      return cancelling ? EventStatus.CANCELLED : EventStatus.CONFIRMED;
    }
    return switch (property.keyword()) {
      case "CONFIRMED" -> EventStatus.CONFIRMED;
      case "TENTATIVE" -> EventStatus.TENTATIVE;
      case "CANCELLED", "CANCELED" -> EventStatus.CANCELLED;
      default -> {
        findings.warn(uid, "STATUS " + Findings.quoted(property.value()) + " means nothing here");
        yield EventStatus.CONFIRMED;
      }
    };
  }

  private Transparency transparency(IcsComponent component, String uid) {
    IcsProperty property = component.first("TRANSP");
    if (property == null) {
      // Outlook says it in its own words where it leaves out TRANSP.
      IcsProperty busy = component.first("X-MICROSOFT-CDO-BUSYSTATUS");
      return busy != null && busy.keyword().equals("FREE")
          ? Transparency.TRANSPARENT
          : Transparency.OPAQUE;
    }
    return switch (property.keyword()) {
      case "OPAQUE" -> Transparency.OPAQUE;
      case "TRANSPARENT" -> Transparency.TRANSPARENT;
      default -> {
        findings.warn(uid, "TRANSP " + Findings.quoted(property.value()) + " was read as OPAQUE");
        yield Transparency.OPAQUE;
      }
    };
  }

  private List<String> tags(IcsComponent component, String uid) {
    Set<String> tags = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    int left = 0;
    for (IcsProperty property : component.properties()) {
      if (property.name().equals("CATEGORIES")) {
        for (String tag : IcsText.unescapeList(property.value())) {
          if (tag.length() > LONGEST_TAG || (tags.size() == MOST_TAGS && !tags.contains(tag))) {
            left++;
          } else {
            tags.add(tag);
          }
        }
      }
    }
    if (left > 0) {
      findings.warn(
          uid,
          String.format(
              Locale.ROOT,
              "CATEGORIES: %d left out; there may be %d of %d characters",
              left,
              MOST_TAGS,
              LONGEST_TAG));
    }
    return new ArrayList<>(tags);
  }

  private EventStamp stamp(IcsComponent component, String uid) {
    Instant updated = instant(component, "LAST-MODIFIED");
    if (updated == null) {
      updated = instant(component, "DTSTAMP");
    }
    Instant created = instant(component, "CREATED");
    int sequence = 0;
    IcsProperty property = component.first("SEQUENCE");
    if (property != null) {
      try {
        sequence = Math.max(0, Integer.parseInt(property.value().strip()));
      } catch (NumberFormatException e) {
        findings.warn(
            uid, "SEQUENCE " + Findings.quoted(property.value()) + " is no number; 0 was taken");
      }
    }
    return new EventStamp(
        EventStamp.NEW.version(),
        sequence,
        created == null ? EventStamp.NEW.created() : created,
        updated == null ? EventStamp.NEW.updated() : updated);
  }

  /** These are in UTC, whether they say so or not. */
  private static @Nullable Instant instant(IcsComponent component, String name) {
    IcsProperty property = component.first(name);
    if (property == null) {
      return null;
    }
    try {
      return IcsTime.parse(name, property.value()).local().toInstant(ZoneOffset.UTC);
    } catch (UnreadablePartException e) {
      return null; // It says when the file was made, nothing of the event.
    }
  }

  private OccurrenceOverride.Range range(@Nullable IcsProperty recurrenceId, String uid) {
    String range = recurrenceId == null ? null : recurrenceId.parameter("RANGE");
    if (range == null) {
      return OccurrenceOverride.Range.THIS;
    }
    if (range.equalsIgnoreCase("THISANDFUTURE")) {
      return OccurrenceOverride.Range.THIS_AND_FUTURE;
    }
    findings.warn(
        uid, "RANGE " + Findings.quoted(range) + " is not in use; this occurrence alone was taken");
    return OccurrenceOverride.Range.THIS;
  }

  private static List<IcsProperty> recurrence(IcsComponent component) {
    return component.properties().stream()
        .filter(property -> RECURRENCE.contains(property.name()))
        .filter(property -> !property.value().isBlank())
        .toList();
  }
}
