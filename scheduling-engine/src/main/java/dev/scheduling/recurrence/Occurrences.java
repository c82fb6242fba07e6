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
import java.util.function.Function;
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
    return iterable(
        cursor -> {
          CivilClock clock = new CivilClock();
          return () -> clock.dateTime(cursor.localSecond());
        });
  }

  /** As local dates. */
  public Iterable<LocalDate> dates() {
    return iterable(
        cursor -> {
          CivilClock clock = new CivilClock();
          return () -> clock.date(Math.floorDiv(cursor.localSecond(), Expander.DAY));
        });
  }

  /**
   * As instants.
   *
   * @throws IllegalStateException when iterated, if the set has no zone
   */
  public Iterable<Instant> instants() {
    return iterable(cursor -> cursor::instant);
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
    if (set.isAllDay()) {
      // A day may begin after midnight, so its instant decides.
      return iterable(cursor -> () -> cursor.instant().atZone(zone));
    }
    return iterable(
        cursor -> {
          CivilClock clock = new CivilClock();
          return () -> {
            long local = cursor.localSecond();
            ZoneOffset offset = clock.offset((int) (local - cursor.epochSecond()));
            return ZonedDateTime.ofInstant(clock.dateTime(local), offset, zone);
          };
        });
  }

  /** A view as a stream. */
  public static <T> Stream<T> stream(Iterable<T> view) {
    return StreamSupport.stream(view.spliterator(), false);
  }

  /** A view whose iterators each have a cursor and a reader of its own. */
  private <T> Iterable<T> iterable(Function<OccurrenceCursor, Supplier<T>> readers) {
    return new Iterable<>() {
      @Override
      public Iterator<T> iterator() {
        OccurrenceCursor cursor = set.cursorOfKeys(fromKey, endKey);
        return new CursorIterator<>(cursor, readers.apply(cursor));
      }

      @Override
      public Spliterator<T> spliterator() {
        return Spliterators.spliteratorUnknownSize(
            iterator(),
            Spliterator.ORDERED
                | Spliterator.DISTINCT
                | Spliterator.NONNULL
                | Spliterator.IMMUTABLE);
      }
    };
  }

  private static final class CursorIterator<T> implements Iterator<T> {

    private final OccurrenceCursor cursor;
    private final Supplier<T> read;

    /** Whether the cursor already stands at what is to be returned next. */
    private boolean ahead;

    CursorIterator(OccurrenceCursor cursor, Supplier<T> read) {
      this.cursor = cursor;
      this.read = read;
    }

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
      return read.get();
    }
  }
}
