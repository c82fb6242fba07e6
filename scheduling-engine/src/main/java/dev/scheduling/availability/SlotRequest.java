package dev.scheduling.availability;

import static java.util.Objects.requireNonNull;

import dev.scheduling.CalendarId;
import dev.scheduling.TimeRange;
import dev.scheduling.calendar.InvalidEventException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a meeting needs, for {@link SlotSearch}. Immutable and thread-safe. */
public final class SlotRequest {

  /** The longest window, and the longest meeting. */
  public static final Duration LONGEST_WINDOW = Duration.ofDays(400);

  /** The most people and rooms together. */
  public static final int MOST_ATTENDEES = 1_000;

  /** The longest buffer on either side. */
  public static final Duration LONGEST_BUFFER = Duration.ofDays(7);

  /** The longest notice. */
  public static final Duration LONGEST_NOTICE = Duration.ofDays(400);

  /** The most slots in one answer. */
  public static final int MOST_SLOTS = 1_000;

  private final TimeRange window;
  private final Duration duration;
  private final List<Attendee> required;
  private final int quorum;
  private final List<Attendee> optional;
  private final List<Attendee> rooms;
  private final SlotGrid grid;
  private final Duration bufferBefore;
  private final Duration bufferAfter;
  private final Duration minimumNotice;
  private final int limit;

  private SlotRequest(Builder b) {
    window = b.window;
    duration = b.duration;
    required = List.copyOf(b.required);
    quorum = b.quorum == 0 ? required.size() : b.quorum;
    optional = List.copyOf(b.optional);
    rooms = List.copyOf(b.rooms);
    grid = b.grid;
    bufferBefore = b.bufferBefore;
    bufferAfter = b.bufferAfter;
    minimumNotice = b.minimumNotice;
    limit = b.limit;
    check();
  }

  private void check() {
    checkedWindow(window.start(), window.end());
    SlotLimits.checkBetween("duration", duration, Duration.ofSeconds(1), LONGEST_WINDOW);
    if (required.isEmpty()) {
      throw new InvalidEventException("calendarIds", "calendarIds must name at least one calendar");
    }
    int attendees = required.size() + optional.size() + rooms.size();
    if (attendees > MOST_ATTENDEES) {
      throw new InvalidEventException(
          required.size() >= MOST_ATTENDEES
              ? "calendarIds"
              : optional.size() >= rooms.size() ? "optional" : "anyOf",
          "a search takes " + MOST_ATTENDEES + " calendars in all, but got " + attendees);
    }
    Set<CalendarId> seen = new HashSet<>();
    checkNew("calendarIds", required, seen);
    checkNew("optional", optional, seen);
    checkNew("anyOf", rooms, seen);
    SlotLimits.checkBetween("quorum", quorum, 1, required.size());
    SlotLimits.checkBetween("bufferBefore", bufferBefore, Duration.ZERO, LONGEST_BUFFER);
    SlotLimits.checkBetween("bufferAfter", bufferAfter, Duration.ZERO, LONGEST_BUFFER);
    SlotLimits.checkBetween("minimumNotice", minimumNotice, Duration.ZERO, LONGEST_NOTICE);
    SlotLimits.checkBetween("limit", limit, 1, MOST_SLOTS);
  }

  /**
   * The window between two instants, if it can be searched.
   *
   * @throws InvalidEventException if it is empty or longer than {@link #LONGEST_WINDOW}
   */
  public static TimeRange checkedWindow(Instant from, Instant to) {
    if (!from.isBefore(to) || Duration.between(from, to).compareTo(LONGEST_WINDOW) > 0) {
      throw new InvalidEventException(
          "to",
          "to must be after from, and at most "
              + LONGEST_WINDOW.toDays()
              + " days after it, but the window is "
              + from
              + " to "
              + to);
    }
    return TimeRange.of(from, to);
  }

  private static void checkNew(String field, List<Attendee> attendees, Set<CalendarId> seen) {
    for (Attendee each : attendees) {
      if (!seen.add(each.calendar())) {
        throw new InvalidEventException(
            field, "every calendar is named once, but " + each.calendar() + " is named twice");
      }
    }
  }

  /**
   * A request for a meeting of {@code duration} that lies in {@code window}.
   *
   * @param window at most 400 days; its edges count in whole seconds inside it
   * @param duration whole seconds, positive, at most 400 days, exact
   */
  public static Builder in(TimeRange window, Duration duration) {
    return new Builder(window, duration);
  }

  /** What {@link FreeBusy} must cover to decide: the window and what buffers and limits look at. */
  public TimeRange busyWindow() {
    Duration before = bufferBefore;
    Duration after = bufferAfter;
    if (attendees().values().stream().anyMatch(attendee -> attendee.limits() != null)) {
      Duration margin = Duration.ofSeconds(MeetingLimits.MARGIN_SECONDS);
      before = before.compareTo(margin) > 0 ? before : margin;
      after = after.compareTo(margin) > 0 ? after : margin;
    }
    // A second more on either side, to see what is next to the first and to the last slot.
    return TimeRange.of(
        window.start().minus(before).minusSeconds(1), window.end().plus(after).plusSeconds(1));
  }

  /** Everybody and every room, by calendar. */
  public Map<CalendarId, Attendee> attendees() {
    Map<CalendarId, Attendee> all = new LinkedHashMap<>();
    for (List<Attendee> some : List.of(required, optional, rooms)) {
      some.forEach(attendee -> all.put(attendee.calendar(), attendee));
    }
    return all;
  }

  public TimeRange window() {
    return window;
  }

  public Duration duration() {
    return duration;
  }

  /** Who has to come, of whom the quorum suffices. */
  public List<Attendee> required() {
    return required;
  }

  /** How many of {@link #required()} suffice. */
  public int quorum() {
    return quorum;
  }

  /** Who may come. */
  public List<Attendee> optional() {
    return optional;
  }

  /** Of these one is needed, in the order of preference; empty if none is. */
  public List<Attendee> rooms() {
    return rooms;
  }

  public SlotGrid grid() {
    return grid;
  }

  public Duration bufferBefore() {
    return bufferBefore;
  }

  public Duration bufferAfter() {
    return bufferAfter;
  }

  public Duration minimumNotice() {
    return minimumNotice;
  }

  /** How many slots are wanted. */
  public int limit() {
    return limit;
  }

  /** The first second of the window. */
  long firstSecond() {
    Instant start = window.start();
    return start.getEpochSecond() + (start.getNano() > 0 ? 1 : 0);
  }

  /** The first second after a start at which the meeting would still end in the window. */
  long afterLastStart() {
    return window.end().getEpochSecond() - duration.toSeconds() + 1;
  }

  /** Collects what a meeting needs. Not thread-safe. */
  public static final class Builder {

    private final TimeRange window;
    private final Duration duration;
    private List<Attendee> required = List.of();
    private int quorum;
    private List<Attendee> optional = List.of();
    private List<Attendee> rooms = List.of();
    private SlotGrid grid = new SlotGrid(Duration.ofMinutes(15), ZoneOffset.UTC);
    private Duration bufferBefore = Duration.ZERO;
    private Duration bufferAfter = Duration.ZERO;
    private Duration minimumNotice = Duration.ZERO;
    private int limit = 100;

    private Builder(TimeRange window, Duration duration) {
      this.window = requireNonNull(window, "window");
      this.duration = requireNonNull(duration, "duration");
    }

    /** Who has to come: all of them, unless there is a quorum. */
    public Builder required(List<Attendee> value) {
      required = new ArrayList<>(value);
      return this;
    }

    /** How many of those who have to come suffice, from 1 to their number. */
    public Builder quorum(int value) {
      SlotLimits.checkBetween("quorum", value, 1, MOST_ATTENDEES);
      quorum = value;
      return this;
    }

    /** Who may come, and makes a time better by it. */
    public Builder optional(List<Attendee> value) {
      optional = new ArrayList<>(value);
      return this;
    }

    /** Rooms of which one is needed, the preferred ones first. */
    public Builder anyOf(List<Attendee> value) {
      rooms = new ArrayList<>(value);
      return this;
    }

    /** When a meeting may start; every quarter of an hour in UTC unless said otherwise. */
    public Builder grid(SlotGrid value) {
      grid = value;
      return this;
    }

    /** What must be free of events around the meeting: whole seconds, at most 7 days each. */
    public Builder buffers(Duration before, Duration after) {
      bufferBefore = before;
      bufferAfter = after;
      return this;
    }

    /** How long before its start a meeting has to be known: whole seconds, at most 400 days. */
    public Builder minimumNotice(Duration value) {
      minimumNotice = value;
      return this;
    }

    /** How many slots are wanted, 1 to {@value #MOST_SLOTS}; 100 unless said otherwise. */
    public Builder limit(int value) {
      limit = value;
      return this;
    }

    /**
     * The request.
     *
     * @throws InvalidEventException if something is missing, beyond its limit or named twice
     */
    public SlotRequest build() {
      return new SlotRequest(this);
    }
  }
}
