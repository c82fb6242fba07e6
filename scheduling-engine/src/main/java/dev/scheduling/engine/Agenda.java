package dev.scheduling.engine;

import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.TimeRange;
import dev.scheduling.Transactions;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.CalendarChange;
import dev.scheduling.calendar.CalendarStore;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventFilter;
import dev.scheduling.calendar.EventOccurrences;
import dev.scheduling.calendar.InvalidEventException;
import dev.scheduling.calendar.Occurrence;
import dev.scheduling.calendar.RecurrenceId;
import dev.scheduling.recurrence.OccurrenceCursor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what is in calendars. Thread-safe. */
public final class Agenda {

  /** The longest window that may be asked for. */
  public static final Duration LONGEST_WINDOW = Duration.ofDays(400);

  /** The most occurrences in one answer. */
  public static final int MOST_OCCURRENCES = 5_000;

  /** The most events that may meet one window. */
  public static final int MOST_EVENTS = 50_000;

  private static final int DIGEST_BYTES = 16;

  private final Transactions transactions;
  private final CalendarStore store;

  Agenda(Transactions transactions, CalendarStore store) {
    this.transactions = transactions;
    this.store = store;
  }

  /**
   * Occurrences in order of their start, with the place to go on from.
   *
   * @param items at most as many as were asked for
   * @param more the last of them if there may be more; null at the end
   */
  public record Page(List<Occurrence> items, @Nullable Position more) {

    public Page {
      items = List.copyOf(items);
    }

    /** Where the next page begins. */
    public Optional<Position> next() {
      return Optional.ofNullable(more);
    }
  }

  /**
   * The place after one occurrence in the order of the answer. It may be shown to somebody who is
   * not to know which event that was.
   *
   * @param startSecond the epoch second at which it starts
   * @param event what its event is ordered by: a digest of its id, 32 hexadecimal digits
   * @param repeat how many before it are of the same event and start at the same time
   */
  public record Position(long startSecond, String event, int repeat) {

    /** Whether an occurrence comes later in the order. */
    private boolean isBefore(Stream stream) {
      long start = stream.startSecond();
      if (start != startSecond) {
        return startSecond < start;
      }
      int byEvent = event.compareTo(stream.event());
      return byEvent != 0 ? byEvent < 0 : repeat < stream.repeat;
    }
  }

  /**
   * The occurrences of several calendars that a window shows. Those of an event that is in more
   * than one of them come once; see {@link #shownIn}.
   *
   * @param window at most 400 days
   * @param tag only occurrences with this tag, whatever the case; null for all
   * @param after where the page before ended; null to begin
   * @param limit 1 to {@value #MOST_OCCURRENCES}
   * @throws InvalidEventException if the window is too long, or if more than {@value #MOST_EVENTS}
   *     events meet it
   */
  public Page occurrences(
      Collection<CalendarId> calendars,
      TimeRange window,
      @Nullable String tag,
      @Nullable Position after,
      int limit) {
    if (window.duration().compareTo(LONGEST_WINDOW) > 0) {
      throw new InvalidEventException(
          "to", "the window may have " + LONGEST_WINDOW.toDays() + " days, but is " + window);
    }
    if (limit < 1 || limit > MOST_OCCURRENCES) {
      throw new InvalidEventException(
          "pageSize", "pageSize must be 1 to " + MOST_OCCURRENCES + ", but is " + limit);
    }
    return transactions.inTransaction(
        tx -> {
          Map<CalendarId, Calendar> known = new HashMap<>();
          for (CalendarId id : calendars) {
            store.calendar(tx, id).ifPresent(calendar -> known.put(id, calendar));
          }
          List<Event> events = store.eventsIn(tx, known.keySet(), window, MOST_EVENTS + 1);
          if (events.size() > MOST_EVENTS) {
            throw new InvalidEventException(
                "to", "more than " + MOST_EVENTS + " events meet the window; take a shorter one");
          }
          return page(events, known, window, tag, after, limit);
        });
  }

  private static Page page(
      List<Event> events,
      Map<CalendarId, Calendar> calendars,
      TimeRange window,
      @Nullable String tag,
      @Nullable Position after,
      int limit) {
    PriorityQueue<Stream> streams = new PriorityQueue<>(Stream.ORDER);
    for (Event event : events) {
      Calendar calendar = calendars.get(shownIn(event, calendars.keySet()));
      if (calendar != null) {
        Iterator<Occurrence> occurrences = event.occurrences(calendar.zone()).in(window);
        if (occurrences.hasNext()) {
          streams.add(new Stream(occurrences));
        }
      }
    }
    List<Occurrence> items = new ArrayList<>();
    Position last = null;
    while (!streams.isEmpty()) {
      Stream first = streams.remove();
      if ((after == null || after.isBefore(first)) && hasTag(first.head, tag)) {
        if (items.size() == limit) {
          return new Page(items, last);
        }
        items.add(first.head);
        last = items.size() == limit ? first.position() : null;
      }
      if (first.advance()) {
        streams.add(first);
      }
    }
    return new Page(items, null);
  }

  /**
   * The one of several calendars in which an event is shown: the one that it belongs to or, where
   * that is not among them, the first by id that it is in as well. Its floating times are in that
   * calendar's zone.
   */
  public static CalendarId shownIn(Event event, Set<CalendarId> asked) {
    return asked.contains(event.calendar())
        ? event.calendar()
        : event.alsoIn().stream().filter(asked::contains).findFirst().orElse(event.calendar());
  }

  private static boolean hasTag(Occurrence occurrence, @Nullable String tag) {
    return tag == null || occurrence.tags().stream().anyMatch(tag::equalsIgnoreCase);
  }

  /** The occurrences of one event, of which the first is looked at. */
  private static final class Stream {

    /** By start, and alike each time: by event, and within an event as its occurrences come. */
    static final Comparator<Stream> ORDER =
        Comparator.comparingLong(Stream::startSecond)
            .thenComparing(Stream::event)
            .thenComparingInt(stream -> stream.repeat);

    private final Iterator<Occurrence> rest;
    private Occurrence head;
    private int repeat;
    private @Nullable String event;

    Stream(Iterator<Occurrence> rest) {
      this.rest = rest;
      this.head = rest.next();
    }

    long startSecond() {
      return head.range().start().getEpochSecond();
    }

    /** Made when two start at the same time or a page ends, which is not often. */
    String event() {
      if (event == null) {
        event = digest(head.event().id());
      }
      return event;
    }

    Position position() {
      return new Position(startSecond(), event(), repeat);
    }

    boolean advance() {
      if (!rest.hasNext()) {
        return false;
      }
      long before = startSecond();
      head = rest.next();
      repeat = startSecond() == before ? repeat + 1 : 0;
      return true;
    }
  }

  private static String digest(EventId event) {
    try {
      byte[] id = event.value().getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(id);
      return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * The dates of a series before it is booked.
   *
   * @param occurrences in order of their original start
   * @param end why there are no more of them
   */
  public record Preview(List<Occurrence> occurrences, OccurrenceCursor.End end) {

    public Preview {
      occurrences = List.copyOf(occurrences);
    }
  }

  /**
   * The first occurrences of an event, which need not be stored.
   *
   * @param placement the zone of its floating times and dates
   * @param from only those that originally start then or later; null for all
   * @param to only those that originally start before; null for all
   * @param limit 1 to {@value #MOST_OCCURRENCES}
   * @throws InvalidEventException if the limit is another
   */
  public Preview preview(
      Event event, ZoneId placement, @Nullable Instant from, @Nullable Instant to, int limit) {
    if (limit < 1 || limit > MOST_OCCURRENCES) {
      throw new InvalidEventException(
          "limit", "limit must be 1 to " + MOST_OCCURRENCES + ", but is " + limit);
    }
    EventOccurrences occurrences = event.occurrences(placement);
    OccurrenceCursor cursor = event.recurrence().placedIn(placement).cursor();
    if (from != null) {
      cursor.seek(from);
    }
    List<Occurrence> found = new ArrayList<>();
    while (cursor.next()) {
      if (to != null && !cursor.instant().isBefore(to)) {
        return new Preview(found, OccurrenceCursor.End.WINDOW);
      }
      if (found.size() == limit) {
        return new Preview(found, OccurrenceCursor.End.LIMIT);
      }
      occurrences
          .at(RecurrenceId.of(event.start().withLocal(cursor.local())))
          .ifPresent(found::add);
    }
    return new Preview(found, cursor.end());
  }

  public Optional<Event> event(CalendarId calendar, EventId event) {
    return transactions.inTransaction(tx -> store.event(tx, calendar, event));
  }

  /** The events of a calendar that pass a filter, by id. */
  public List<Event> events(CalendarId calendar, EventFilter filter) {
    return transactions.inTransaction(tx -> store.events(tx, calendar, filter));
  }

  /**
   * The changes of a calendar after a revision, in order.
   *
   * @param limit at most this many
   */
  public List<CalendarChange> changes(CalendarId calendar, long after, int limit) {
    return transactions.inTransaction(tx -> store.changes(tx, calendar, after, limit));
  }
}
