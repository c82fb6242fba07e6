package dev.scheduling.engine;

import static java.util.Objects.requireNonNull;

import dev.scheduling.CalendarId;
import dev.scheduling.Transaction;
import dev.scheduling.UnavailableException;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.InvalidEventException;
import dev.scheduling.conflict.ConflictReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Books new events, those that come at the same time in one transaction. Thread-safe. */
final class GroupBookings {

  /*
   * Bookings of the same calendars follow each other anyway, so they stand in one line. The first of
   * each line goes to a desk, of which there are few, and a desk serves all who are there in one
   * transaction: it locks once, holds each booking against its calendars with those before it, writes
   * all rows together and commits once. A group is what its members would have been one after the
   * other, and an answer is given only when it is committed.
   *
   * A desk waits for no lock, since others wait for the desk. A line whose calendars somebody else has
   * locked is sent away to wait for them by itself, still as a group.
   *
   * Nobody pays for another's fault. What a booking is refused for before anything is written is its
   * own answer. Whatever else goes wrong rolls all of it back, and each is tried again in a smaller
   * group, in the end alone. Two failures are not mended by a second attempt, and all are told of
   * them: the store cannot be reached, or what the commit did is unknown.
   */

  /** The most bookings in one transaction. */
  static final int MOST = 64;

  /** More at work at a time than there are cores would only keep each other waiting. */
  private static final int DESKS = Math.max(2, Runtime.getRuntime().availableProcessors());

  /**
   * Bookings of the same calendars.
   *
   * @param waiting who stands in line at the time, the first one first
   */
  private record Line(SortedSet<CalendarId> calendars, Supplier<List<Event>> waiting) {}

  /** What the bookings of a line are answered, in their order. */
  private record Answers(List<Supplier<BookingResult>> each) {
    static Answers failed(int count, RuntimeException e) {
      return new Answers(Collections.nCopies(count, failing(e)));
    }
  }

  private final BookingDesk desk;
  private final CalendarIndexes indexes;
  private final SharedTurns<SortedSet<CalendarId>, Event, BookingResult> lines =
      new SharedTurns<>(MOST, this::goToADesk);
  private final SharedTurns<Integer, Line, Answers> desks =
      new SharedTurns<>(MOST, this::serveAtOnce);
  private final AtomicInteger nextDesk = new AtomicInteger();

  GroupBookings(BookingDesk desk, CalendarIndexes indexes) {
    this.desk = desk;
    this.indexes = indexes;
  }

  BookingResult book(Event event) {
    SortedSet<CalendarId> calendars = event.calendars();
    calendars.forEach(indexes::warm);
    return lines.answer(calendars, event);
  }

  private List<Supplier<BookingResult>> goToADesk(Supplier<List<Event>> waiting) {
    Line line = new Line(waiting.get().get(0).calendars(), waiting);
    int number =
        IntStream.range(0, DESKS)
            .filter(desks::isFree)
            .findFirst()
            .orElseGet(() -> Math.floorMod(nextDesk.getAndIncrement(), DESKS));
    return desks.answer(number, line).each();
  }

  /** Serves the lines at a desk; one whose calendars are not free goes and waits for them. */
  private List<Supplier<Answers>> serveAtOnce(Supplier<List<Line>> there) {
    Attempt attempt = new Attempt();
    try {
      desk.inTransaction(
          List.of(),
          tx -> {
            // Who came while the transaction was opened is in time.
            List<Line> lines = attempt.lines(there.get());
            SortedSet<CalendarId> calendars = new TreeSet<>();
            lines.forEach(line -> calendars.addAll(line.calendars()));
            LockedCalendars locked = desk.lockIfFree(tx, calendars);
            return attempt.carryOut(
                tx, locked, lines.stream().filter(line -> locked.has(line.calendars())).toList());
          });
    } catch (RuntimeException e) {
      attempt.failed(e, attempt.lines.isEmpty() ? attempt.lines(there.get()) : attempt.lines);
    }
    return attempt.lines.stream()
        .<Supplier<Answers>>map(line -> () -> attempt.answers(line).orElseGet(() -> serve(line)))
        .toList();
  }

  /** Serves one line as soon as its calendars are free. */
  private Answers serve(Line line) {
    Attempt attempt = new Attempt();
    try {
      desk.inTransaction(
          line.calendars(),
          tx -> attempt.carryOut(tx, desk.lock(tx, line.calendars(), null), List.of(line)));
    } catch (RuntimeException e) {
      attempt.failed(e, List.of(line));
      List<Event> events = attempt.events(line);
      return attempt
          .answers(line)
          .orElseGet(() -> events.size() == 1 ? Answers.failed(1, e) : eachAlone(events));
    }
    return attempt.answers(line).orElseThrow();
  }

  private Answers eachAlone(List<Event> events) {
    return new Answers(
        events.stream()
            .<Supplier<BookingResult>>map(
                event ->
                    () ->
                        serve(new Line(event.calendars(), () -> List.of(event)))
                            .each()
                            .get(0)
                            .get())
            .toList());
  }

  /** One transaction for the bookings of some lines; it may be run several times. */
  private final class Attempt {

    /** All that came to the desk, when it last looked. */
    private List<Line> lines = List.of();

    private final Map<Line, List<Event>> events = new HashMap<>();
    private final Map<Line, Answers> answers = new HashMap<>();

    /** Whether all is done but the commit. */
    private boolean decided;

    List<Line> lines(List<Line> there) {
      lines = there;
      return there;
    }

    List<Line> carryOut(Transaction tx, LockedCalendars locked, List<Line> lines) {
      events.clear();
      answers.clear();
      decided = false;
      Ledger ledger = desk.ledger(tx, locked);
      List<Refusal> refused = new ArrayList<>();
      for (Line line : lines) {
        // Who came while the lock was waited for is in time.
        List<Event> inTime =
            line.waiting().get().stream().limit(Math.max(1, MOST / lines.size())).toList();
        events.put(line, inTime);
        answers.put(
            line,
            new Answers(
                inTime.stream().map(each -> answer(locked, ledger, each, refused)).toList()));
      }
      explain(locked, refused);
      ledger.write();
      decided = true;
      return lines;
    }

    /** What failed before the commit has done nothing and is not answered. */
    void failed(RuntimeException e, List<Line> lines) {
      answers.clear();
      if (e instanceof UnavailableException) {
        lines.forEach(line -> events.computeIfAbsent(line, none -> line.waiting().get()));
      } else if (!decided) {
        return;
      }
      events.forEach((line, asked) -> answers.put(line, Answers.failed(asked.size(), e)));
    }

    List<Event> events(Line line) {
      return events.computeIfAbsent(line, none -> line.waiting().get());
    }

    Optional<Answers> answers(Line line) {
      return Optional.ofNullable(answers.get(line));
    }
  }

  /** The answer to a booking that is refused: there as soon as it is known what is in the way. */
  private static final class Refusal implements Supplier<BookingResult> {

    private final LockedCalendars.Held held;
    private @Nullable BookingResult result;

    Refusal(LockedCalendars.Held held) {
      this.held = held;
    }

    @Override
    public BookingResult get() {
      return requireNonNull(result, "not explained");
    }
  }

  private Supplier<BookingResult> answer(
      LockedCalendars locked, Ledger ledger, Event event, List<Refusal> refused) {
    try {
      locked.get(event.calendar());
      LockedCalendars.Held held = locked.hold(Bookings.checked(event));
      if (held.isRefused()) {
        Refusal refusal = new Refusal(held);
        refused.add(refusal);
        return refusal;
      }
      ConflictReport report = locked.reports(List.of(held)).get(0);
      BookingResult.Booked booked = BookingDesk.enter(ledger, null, event, report);
      locked.add(booked.event());
      return () -> booked;
    } catch (NotFoundException | InvalidEventException e) {
      return failing(e);
    }
  }

  /** What is in the way of all that are refused is read at once, still under the lock. */
  private void explain(LockedCalendars locked, List<Refusal> refused) {
    List<ConflictReport> reports =
        locked.reports(refused.stream().map(refusal -> refusal.held).toList());
    for (int i = 0; i < reports.size(); i++) {
      Refusal refusal = refused.get(i);
      refusal.result = desk.refuse(locked, refusal.held.event(), reports.get(i));
    }
  }

  private static Supplier<BookingResult> failing(RuntimeException e) {
    return () -> {
      throw e;
    };
  }
}
