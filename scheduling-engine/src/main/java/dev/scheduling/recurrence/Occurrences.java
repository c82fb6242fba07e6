package dev.scheduling.recurrence;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The occurrences of a set as java.time values, ascending. Immutable; every iterator and stream is
 * for one thread.
 *
 * <p>An endless set makes an endless view up to the year 9999: use {@code limit} or {@code
 * takeWhile}. Where it matters why a view ended, use an {@link OccurrenceCursor}.
 */
public final class Occurrences {

  private final RecurrenceSet set;
  private final long fromKey;
  private final long endKey;

  Occurrences(RecurrenceSet set) {
    this(set, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private Occurrences(RecurrenceSet set, long fromKey, long endKey) {
    this.set = set;
    this.fromKey = fromKey;
    this.endKey = endKey;
  }

  /** Only those in {@code [from, to)}. */
  public Occurrences between(Instant from, Instant to) {
    SetFrame frame = set.compiled().frame;
    return new Occurrences(
        set,
        frame.keyOf(OccurrenceCursor.ceilingSecond(from)),
        frame.keyOf(OccurrenceCursor.ceilingSecond(to)));
  }

  /** Only those whose local times lie in {@code [from, to)}. */
  public Occurrences between(LocalDateTime from, LocalDateTime to) {
    SetFrame frame = set.compiled().frame;
    return new Occurrences(set, frame.keyOfLocal(from), frame.keyOfLocal(to));
  }

  /** As local times, midnight for all-day ones. */
  public Iterable<LocalDateTime> localDateTimes() {
    return new View<>(
        () ->
            new CursorIterator<>(cursor()) {
              @Override
              LocalDateTime read() {
                return clock.dateTime(cursor.localSecond());
              }
            });
  }

  /** As local dates. */
  public Iterable<LocalDate> dates() {
    return new View<>(
        () ->
            new CursorIterator<>(cursor()) {
              @Override
              LocalDate read() {
                return clock.date(cursor.localSecond());
              }
            });
  }

  /**
   * As instants.
   *
   * @throws IllegalStateException when iterated, if the set has no zone
   */
  public Iterable<Instant> instants() {
    return new View<>(
        () ->
            new CursorIterator<>(cursor()) {
              @Override
              Instant read() {
                return cursor.instant();
              }
            });
  }

  /**
   * With the set's zone.
   *
   * @throws IllegalStateException if the set has no zone
   */
  public Iterable<ZonedDateTime> zonedDateTimes() {
    ZoneId zone =
        set.zone()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "a set without a zone has no instants: use placedIn(zone)"));
    boolean allDay = set.isAllDay();
    return new View<>(
        () ->
            new CursorIterator<>(cursor()) {
              @Override
              ZonedDateTime read() {
                if (allDay) {
                  // A day may begin after midnight, so its instant decides.
                  return cursor.instant().atZone(zone);
                }
                long local = cursor.localSecond();
                ZoneOffset offset = clock.offset((int) (local - cursor.epochSecond()));
                return ZonedDateTime.ofInstant(clock.dateTime(local), offset, zone);
              }
            });
  }

  /** A view as a stream. */
  public static <T> Stream<T> stream(Iterable<T> view) {
    return StreamSupport.stream(view.spliterator(), false);
  }

  private OccurrenceCursor cursor() {
    return set.cursorOfKeys(fromKey, endKey);
  }

  private record View<T>(Supplier<Iterator<T>> iterators) implements Iterable<T> {

    @Override
    public Iterator<T> iterator() {
      return iterators.get();
    }

    @Override
    public Spliterator<T> spliterator() {
      return Spliterators.spliteratorUnknownSize(
          iterator(),
          Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL | Spliterator.IMMUTABLE);
    }
  }

  private abstract static class CursorIterator<T> implements Iterator<T> {

    final OccurrenceCursor cursor;
    final CivilClock clock = new CivilClock();

    /** Whether the cursor already stands at what is to be returned next. */
    private boolean ahead;

    CursorIterator(OccurrenceCursor cursor) {
      this.cursor = cursor;
    }

    /** The occurrence at which the cursor stands. */
    abstract T read();

    @Override
    public boolean hasNext() {
      if (!ahead) {
        ahead = cursor.next();
      }
      return ahead;
    }

    @Override
    public T next() {
      if (!ahead && !cursor.next()) {
        throw new NoSuchElementException();
      }
      ahead = false;
      return read();
    }
  }
}
