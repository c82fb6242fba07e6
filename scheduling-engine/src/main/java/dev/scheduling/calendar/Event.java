package dev.scheduling.calendar;

import static java.util.Objects.requireNonNull;

import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.recurrence.RecurrenceRule;
import dev.scheduling.recurrence.RecurrenceSet;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What someone put into a calendar, perhaps repeating: VEVENT of RFC 5545, with the occurrences
 * that were changed.
 *
 * <p>The start is the first occurrence and counts, also where the rule would not make it. Immutable
 * and thread-safe.
 */
public final class Event {

  private final EventId id;
  private final CalendarId calendar;
  private final List<CalendarId> alsoIn;
  private final String icalUid;
  private final String title;
  private final String description;
  private final String location;
  private final EventTime start;
  private final EventEnd end;
  private final EventLength length;
  private final RecurrenceSet recurrence;
  private final boolean recurring;
  private final List<OccurrenceOverride> overrides;
  private final Transparency transparency;
  private final EventStatus status;
  private final List<String> tags;
  private final List<Reminder> reminders;
  private final @Nullable EventId splitFrom;
  private final EventStamp stamp;

  private Event(Builder b) {
    id = b.id;
    calendar = b.calendar;
    alsoIn = checkCalendars(b.calendar, b.alsoIn);
    icalUid = b.icalUid == null ? b.id.value() : b.icalUid;
    title = b.title;
    description = b.description;
    location = b.location;
    if (b.start == null) {
      throw new InvalidEventException("start", "an event must have a start");
    }
    start = b.start;
    end = b.end == null ? new EventEnd.Lasting(defaultLength(start)) : b.end;
    EventLimits.checkText("title", title, EventLimits.TITLE);
    EventLimits.checkText("description", description, EventLimits.DESCRIPTION);
    EventLimits.checkText("location", location, EventLimits.LOCATION);
    EventLimits.checkText("iCalUid", icalUid, EventLimits.ICAL_UID);
    EventLimits.checkCount("recurrence", b.recurrenceValues, EventLimits.RECURRENCE_VALUES);
    EventLimits.checkCount("overrides", b.overrides.size(), EventLimits.OVERRIDES);
    EventLimits.checkCount("reminders", b.reminders.size(), EventLimits.REMINDERS);
    length = lengthOf(start, end);
    recurring = !b.recurrence.isEmpty();
    RecurrenceSet.Builder set = start.startingHere();
    b.recurrence.forEach(part -> part.accept(set));
    recurrence = set.build();
    overrides = List.copyOf(b.overrides);
    checkOverrides(start, overrides);
    transparency = b.transparency;
    status = b.status;
    tags = Tags.normalized(b.tags);
    reminders = List.copyOf(b.reminders);
    splitFrom = b.splitFrom;
    stamp = b.stamp;
  }

  private static List<CalendarId> checkCalendars(CalendarId own, Collection<CalendarId> others) {
    if (others.isEmpty()) {
      return List.of();
    }
    if (others.size() >= EventLimits.CALENDARS) {
      throw new InvalidEventException(
          "alsoIn",
          "an event may be in "
              + EventLimits.CALENDARS
              + " calendars, its own among them, but alsoIn has "
              + others.size());
    }
    SortedSet<CalendarId> sorted = new TreeSet<>(others);
    if (sorted.size() < others.size() || sorted.contains(own)) {
      throw new InvalidEventException(
          "alsoIn", "alsoIn must name other calendars than the event's own, each once");
    }
    return List.copyOf(sorted);
  }

  private static EventLength defaultLength(EventTime start) {
    return start.isAllDay() ? EventLength.ONE_DAY : EventLength.ZERO;
  }

  private static EventLength lengthOf(EventTime start, EventEnd end) {
    if (end instanceof EventEnd.Lasting lasting) {
      EventLength length = lasting.length();
      if (start.isAllDay() && !length.exact().isZero()) {
        throw new InvalidEventException(
            "duration", "an all-day event lasts whole days, but got " + length);
      }
      return length;
    }
    return lengthTo(start, ((EventEnd.At) end).time());
  }

  /** The length from a start to an end of the same kind. */
  static EventLength lengthTo(EventTime start, EventTime end) {
    if (start.getClass() != end.getClass()) {
      throw new InvalidEventException(
          "end", "end must be of the same kind as start, but start is " + start + ", end " + end);
    }
    if (start.isAllDay()) {
      long days = ChronoUnit.DAYS.between(start.local(), end.local());
      if (days <= 0 || days > EventLength.LONGEST_DAYS) {
        throw new InvalidEventException(
            "end",
            "end must be 1 to " + EventLength.LONGEST_DAYS + " days after start, but is " + end);
      }
      return EventLength.ofDays((int) days);
    }
    Duration exact = Duration.between(start.instant(ZoneOffset.UTC), end.instant(ZoneOffset.UTC));
    if (exact.isNegative()) {
      throw new InvalidEventException("end", "end " + end + " is before start " + start);
    }
    if (exact.compareTo(Duration.ofDays(EventLength.LONGEST_DAYS)) > 0) {
      throw new InvalidEventException(
          "end", "end may be " + EventLength.LONGEST_DAYS + " days after start, but is " + end);
    }
    return EventLength.of(exact);
  }

  private static void checkOverrides(EventTime start, List<OccurrenceOverride> overrides) {
    Set<RecurrenceId> ids = new HashSet<>();
    for (OccurrenceOverride override : overrides) {
      if (override.start().getClass() != start.getClass()) {
        throw new InvalidEventException(
            "start", "an occurrence's start must be of the same kind as the series' start");
      }
      if (!ids.add(override.id())) {
        throw new InvalidEventException(
            "overrides", "the occurrence " + override.id() + " is changed twice");
      }
    }
  }

  /** A builder of an event in {@code calendar}, with a new random id. */
  public static Builder builder(CalendarId calendar, String title) {
    return new Builder(calendar, title);
  }

  /** A builder of an event in {@code calendar}, with a new random id. */
  public static Builder builder(Calendar calendar, String title) {
    return new Builder(calendar.id(), title);
  }

  /** A builder that holds all that this event does. */
  public Builder toBuilder() {
    Builder b = new Builder(calendar, title);
    b.id = id;
    b.alsoIn = alsoIn;
    b.icalUid = icalUid;
    b.description = description;
    b.location = location;
    b.start = start;
    b.end = end;
    if (recurring) {
      recurrence.toLines().forEach(b::recurrenceLine);
    }
    b.overrides = overrides;
    b.transparency = transparency;
    b.status = status;
    b.tags = tags;
    b.reminders = reminders;
    b.splitFrom = splitFrom;
    b.stamp = stamp;
    return b;
  }

  public EventId id() {
    return id;
  }

  /** The calendar that the event belongs to, and through which it is changed. */
  public CalendarId calendar() {
    return calendar;
  }

  /**
   * The other calendars in which the very same event stands, such as a room's beside a person's: it
   * is busy there at the same times, and changed, cancelled and restored everywhere at once. At
   * most 19, in the order of their ids.
   */
  public List<CalendarId> alsoIn() {
    return alsoIn;
  }

  /** Whether the event stands in a calendar, be it its own or another. */
  public boolean isIn(CalendarId other) {
    return calendar.equals(other) || alsoIn.contains(other);
  }

  /** Every calendar that the event is in: its own and the others. */
  public SortedSet<CalendarId> calendars() {
    SortedSet<CalendarId> all = new TreeSet<>(alsoIn);
    all.add(calendar);
    return all;
  }

  /** The UID by which other calendars know the event; its own id unless it was imported. */
  public String icalUid() {
    return icalUid;
  }

  public String title() {
    return title;
  }

  /** The description; empty when there is none. */
  public String description() {
    return description;
  }

  /** The location; empty when there is none. */
  public String location() {
    return location;
  }

  /** The start of the first occurrence. */
  public EventTime start() {
    return start;
  }

  /** The end as it was given. */
  public EventEnd end() {
    return end;
  }

  /** How long each occurrence lasts. */
  public EventLength length() {
    return length;
  }

  /** All occurrences by their original starts; only the start where the event does not repeat. */
  public RecurrenceSet recurrence() {
    return recurrence;
  }

  /** Whether the event has any recurrence property at all. */
  public boolean isRecurring() {
    return recurring;
  }

  /** The occurrences that were changed, in no particular order. */
  public List<OccurrenceOverride> overrides() {
    return overrides;
  }

  /** The change of the occurrence {@code occurrence}, if there is one. */
  public Optional<OccurrenceOverride> override(RecurrenceId occurrence) {
    return overrides.stream().filter(o -> o.id().equals(occurrence)).findFirst();
  }

  public Transparency transparency() {
    return transparency;
  }

  public EventStatus status() {
    return status;
  }

  /** Distinct when case is ignored, in alphabetical order. */
  public List<String> tags() {
    return tags;
  }

  public List<Reminder> reminders() {
    return reminders;
  }

  /** The event that this one was split from, when a series was changed from some day on. */
  public Optional<EventId> splitFrom() {
    return Optional.ofNullable(splitFrom);
  }

  public EventStamp stamp() {
    return stamp;
  }

  /** The same event with another stamp. */
  public Event stamped(EventStamp other) {
    Builder b = toBuilder();
    b.stamp = other;
    return b.build();
  }

  /** Whether it takes up time and so takes part in conflicts. */
  public boolean isBusy() {
    return transparency == Transparency.OPAQUE && status != EventStatus.CANCELLED;
  }

  /**
   * The same event started at another time of the same kind, with its dates and changed occurrences
   * moved along by the same local distance. Weekdays of a weekly rule turn with the day.
   */
  public Event startingAt(EventTime other) {
    if (other.getClass() != start.getClass()) {
      throw new InvalidEventException(
          "start", "expected a start of the same kind as " + start + ", but got " + other);
    }
    return SeriesShift.of(this, other);
  }

  /**
   * The series without one occurrence.
   *
   * @throws InvalidEventException if the event does not repeat
   */
  public Event without(RecurrenceId occurrence) {
    if (!recurring) {
      throw new InvalidEventException(
          "scope", "the event does not repeat, so no single occurrence can be taken out");
    }
    Builder b = toBuilder();
    b.overrides = overrides.stream().filter(o -> !o.id().equals(occurrence)).toList();
    return b.excluding(occurrence).build();
  }

  /** Whether an event is busy at the very same times as this one, whatever else differs. */
  public boolean takesSameTimeAs(Event other) {
    return start.equals(other.start)
        && length.equals(other.length)
        && transparency == other.transparency
        && status == other.status
        && recurring == other.recurring
        && recurrence.toLines().equals(other.recurrence.toLines())
        && times(overrides).equals(times(other.overrides));
  }

  private static Set<OccurrenceOverride> times(List<OccurrenceOverride> overrides) {
    return overrides.stream().map(OccurrenceOverride::timesOnly).collect(Collectors.toSet());
  }

  /** The occurrences, placed in a calendar's zone where they float. */
  public EventOccurrences occurrences(ZoneId placement) {
    return new EventOccurrences(this, placement);
  }

  @Override
  public String toString() {
    return "Event[" + id + " \"" + title + "\" " + start + " for " + length + "]";
  }

  /** Collects the parts of an event. Not thread-safe. */
  public static final class Builder {

    private EventId id = EventId.random();
    private CalendarId calendar;
    private Collection<CalendarId> alsoIn = List.of();
    private @Nullable String icalUid;
    private String title;
    private String description = "";
    private String location = "";
    private @Nullable EventTime start;
    private @Nullable EventEnd end;
    private List<Consumer<RecurrenceSet.Builder>> recurrence = new ArrayList<>();
    private int recurrenceValues;
    private List<OccurrenceOverride> overrides = List.of();
    private Transparency transparency = Transparency.OPAQUE;
    private EventStatus status = EventStatus.CONFIRMED;
    private List<String> tags = List.of();
    private List<Reminder> reminders = List.of();
    private @Nullable EventId splitFrom;
    private EventStamp stamp = EventStamp.NEW;

    private Builder(CalendarId calendar, String title) {
      this.calendar = requireNonNull(calendar, "calendar");
      this.title = requireNonNull(title, "title");
    }

    public Builder id(EventId value) {
      id = value;
      return this;
    }

    public Builder calendar(CalendarId value) {
      calendar = value;
      return this;
    }

    /** The other calendars that the event is to be in; none of them its own. */
    public Builder alsoIn(Collection<CalendarId> value) {
      alsoIn = List.copyOf(value);
      return this;
    }

    public Builder icalUid(String value) {
      icalUid = value;
      return this;
    }

    public Builder title(String value) {
      title = value;
      return this;
    }

    public Builder description(String value) {
      description = value;
      return this;
    }

    public Builder location(String value) {
      location = value;
      return this;
    }

    public Builder starts(EventTime value) {
      start = value;
      return this;
    }

    /** Starts at a time in a zone; cut to the second. */
    public Builder starts(ZonedDateTime value) {
      return starts(EventTime.of(value));
    }

    /** Starts at a floating time; cut to the second. */
    public Builder starts(LocalDateTime value) {
      return starts(EventTime.of(value));
    }

    /** Is a whole day, or several. */
    public Builder starts(LocalDate value) {
      return starts(EventTime.of(value));
    }

    public Builder ends(EventEnd value) {
      end = value;
      return this;
    }

    /** Ends at {@code value} (exclusive), which must be of the same kind as the start. */
    public Builder ends(EventTime value) {
      return ends(new EventEnd.At(value));
    }

    /** Ends at {@code value} (exclusive). */
    public Builder ends(ZonedDateTime value) {
      return ends(EventTime.of(value));
    }

    /** Lasts an exact time. */
    public Builder lasts(Duration value) {
      return lasts(EventLength.of(value));
    }

    public Builder lasts(EventLength value) {
      return ends(new EventEnd.Lasting(value));
    }

    /** Adds a rule. */
    public Builder repeats(RecurrenceRule rule) {
      return recurrence(set -> set.rule(rule), 1);
    }

    private Builder recurrence(Consumer<RecurrenceSet.Builder> part, int values) {
      recurrence.add(part);
      recurrenceValues += values;
      return this;
    }

    /** Removes the occurrences that start on {@code date}, local to the event. */
    public Builder excluding(LocalDate date) {
      return recurrence(set -> set.excluding(date), 1);
    }

    /** Removes one occurrence. */
    public Builder excluding(RecurrenceId occurrence) {
      return recurrence(
          set -> {
            if (occurrence instanceof RecurrenceId.At at) {
              set.excluding(at.instant());
            } else if (occurrence instanceof RecurrenceId.Local local) {
              set.excluding(local.dateTime());
            } else {
              set.excluding(((RecurrenceId.On) occurrence).date());
            }
          },
          1);
    }

    /**
     * Adds a content line: {@code RRULE:…}, {@code RDATE…}, {@code EXDATE…} or {@code EXRULE:…}.
     *
     * @throws dev.scheduling.recurrence.InvalidRecurrenceException from {@link #build()} if it is
     *     none
     */
    public Builder recurrenceLine(String line) {
      return recurrence(set -> set.line(line), valuesOf(line));
    }

    /** A line of dates counts as often as it has dates; the commas of a rule are its parts. */
    private static int valuesOf(String line) {
      boolean rule =
          line.regionMatches(true, 1, "RULE", 0, 4) || line.regionMatches(true, 2, "RULE", 0, 4);
      return rule ? 1 : 1 + (int) line.chars().filter(c -> c == ',').count();
    }

    /** Forgets all that makes the event repeat. */
    public Builder withoutRecurrence() {
      recurrence = new ArrayList<>();
      recurrenceValues = 0;
      return this;
    }

    public Builder overrides(List<OccurrenceOverride> value) {
      overrides = value;
      return this;
    }

    public Builder transparency(Transparency value) {
      transparency = value;
      return this;
    }

    public Builder status(EventStatus value) {
      status = value;
      return this;
    }

    public Builder tags(List<String> value) {
      tags = value;
      return this;
    }

    public Builder reminders(List<Reminder> value) {
      reminders = value;
      return this;
    }

    /** The series that this event was split from; null for none. */
    public Builder splitFrom(@Nullable EventId value) {
      splitFrom = value;
      return this;
    }

    public Builder stamp(EventStamp value) {
      stamp = value;
      return this;
    }

    /**
     * The event.
     *
     * @throws InvalidEventException if a part is missing, too long, or does not fit another
     * @throws dev.scheduling.recurrence.InvalidRecurrenceException if a recurrence line is wrong
     */
    public Event build() {
      return new Event(this);
    }
  }
}
