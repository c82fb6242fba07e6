package dev.scheduling.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.HoldId;
import dev.scheduling.OwnerId;
import dev.scheduling.TimeRange;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventLength;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.OccurrenceOverride;
import dev.scheduling.calendar.RecurrenceId;
import dev.scheduling.conflict.Conflict;
import dev.scheduling.engine.BookingResult;
import dev.scheduling.engine.HoldResult;
import dev.scheduling.engine.NotFoundException;
import dev.scheduling.engine.SchedulingEngine;
import dev.scheduling.engine.StaleVersionException;
import dev.scheduling.jdbc.RaceLine.Range;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * A process of sixteen writers who book, change, move and cancel on a few hot calendars, and write
 * down before and after each act what they do. Arguments: the name of the process, how long, the
 * file to write to, the calendars separated by commas, then the URL of the database, the user and
 * the password. It says {@code half} and {@code done} on its standard output.
 */
final class BookingRacer {

  static final int WRITERS = 16;

  // However slow the machine: less than this would be no race.
  private static final int LEAST_ACTS = 150;

  // A day of quarter hours: soon most of it is taken.
  private static final long FIRST = Instant.parse("2031-03-03T00:00:00Z").getEpochSecond();
  private static final int QUARTERS = 96;
  private static final long QUARTER = 900;
  private static final long DAY = 86_400;

  private final String name;
  private final long until;
  private final OutputStream log;
  private final List<CalendarId> calendars;
  private final SchedulingEngine engine;
  private final AtomicLong acts = new AtomicLong();

  private BookingRacer(
      String name,
      Duration time,
      OutputStream log,
      List<CalendarId> calendars,
      SchedulingEngine engine) {
    this.name = name;
    this.until = System.nanoTime() + time.toNanos();
    this.log = log;
    this.calendars = calendars;
    this.engine = engine;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Duration time = Duration.ofMillis(Long.parseLong(arguments[1]));
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(arguments[4]);
    config.setUsername(arguments[5]);
    config.setPassword(arguments[6]);
    config.setMaximumPoolSize(WRITERS + 1);
    config.setAutoCommit(false);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    try (HikariDataSource pool = new HikariDataSource(config);
        OutputStream log = new FileOutputStream(arguments[2])) {
      SchedulingEngine engine = SchedulingEngine.builder().stores(JdbcStores.on(pool)).build();
      List<CalendarId> calendars = new ArrayList<>();
      for (String id : arguments[3].split(",")) {
        calendars.add(CalendarId.of(id));
      }
      new BookingRacer(arguments[0], time, log, calendars, engine).run(time);
    }
    System.out.println("RACE done");
  }

  private void run(Duration time) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      Writer each = new Writer(new Random((name + writer).hashCode()), writer == 0, time);
      Thread thread = new Thread(each, "writer-" + writer);
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private synchronized void write(RaceLine line) {
    try {
      // One write to the system a line: what is written survives the death of the process.
      log.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      log.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One who asks as fast as it is answered, and changes nobody's events but its own. */
  private final class Writer implements Runnable {

    /** An event of this writer, with its busy times. */
    private record Mine(Event event, List<Range> ranges) {}

    private final Random random;
    private final boolean tellsHalf;
    private final long half;
    private final List<Mine> mine = new ArrayList<>();
    private boolean toldHalf;

    Writer(Random random, boolean tellsHalf, Duration time) {
      this.random = random;
      this.tellsHalf = tellsHalf;
      this.half = until - time.toNanos() / 2;
    }

    @Override
    public void run() {
      while (System.nanoTime() - until < 0 || acts.get() < LEAST_ACTS) {
        if (tellsHalf
            && !toldHalf
            && System.nanoTime() - half >= 0
            && acts.get() > LEAST_ACTS / 2) {
          System.out.println("RACE half");
          toldHalf = true;
        }
        try {
          act();
        } catch (RuntimeException e) {
          // Nothing of what is asked here may throw; what does is written down as well.
          after(before("", Set.of(), List.of()), "failed", List.of(), List.of(words(e)));
        }
      }
    }

    private String words(RuntimeException e) {
      return String.valueOf(e).replaceAll("[\t\n,]", " ");
    }

    private void act() {
      int dice = random.nextInt(100);
      if (dice < 35 || mine.isEmpty()) {
        book(fresh(Set.of(), 1, 0), null);
      } else if (dice < 45) {
        // Weekly or daily, from twice to five times.
        book(fresh(Set.of(), 2 + random.nextInt(4), random.nextBoolean() ? 7 : 1), null);
      } else if (dice < 60) {
        book(fresh(others(), random.nextInt(4) == 0 ? 2 : 1, 7), null);
      } else if (dice < 70) {
        hold();
      } else if (dice < 80) {
        move();
      } else if (dice < 86) {
        changeCalendars();
      } else if (dice < 92) {
        changeOccurrence();
      } else {
        cancel();
      }
    }

    private CalendarId calendar() {
      return calendars.get(random.nextInt(calendars.size()));
    }

    private Set<CalendarId> others() {
      Set<CalendarId> others = new TreeSet<>();
      others.add(calendar());
      others.add(calendar());
      return others;
    }

    private long start() {
      return FIRST + random.nextInt(QUARTERS) * QUARTER;
    }

    private Mine fresh(Set<CalendarId> others, int times, int everyDays) {
      CalendarId own = calendar();
      Set<CalendarId> beside = new TreeSet<>(others);
      beside.remove(own);
      Event.Builder event = Event.builder(own, "Race").alsoIn(beside);
      return at(event, start(), (1 + random.nextInt(4)) * QUARTER, times, everyDays);
    }

    private Mine at(Event.Builder event, long start, long length, int times, int everyDays) {
      event.starts(EventTime.of(Instant.ofEpochSecond(start))).lasts(Duration.ofSeconds(length));
      event.withoutRecurrence().overrides(List.of());
      if (times > 1) {
        event.recurrenceLine(
            "RRULE:FREQ=" + (everyDays == 7 ? "WEEKLY" : "DAILY") + ";COUNT=" + times);
      }
      List<Range> ranges =
          LongStream.range(0, times)
              .map(i -> start + i * everyDays * DAY)
              .mapToObj(s -> new Range(s, s + length))
              .toList();
      return new Mine(event.build(), ranges);
    }

    private void book(Mine wanted, HoldId hold) {
      Event stored =
          booked(
              wanted,
              () ->
                  hold == null
                      ? engine.book(wanted.event())
                      : engine.bookings().book(wanted.event(), hold));
      if (stored != null) {
        mine.add(new Mine(stored, wanted.ranges()));
      }
    }

    private void hold() {
      Mine wanted = fresh(others(), 1, 0);
      Range range = wanted.ranges().get(0);
      // Placed under the name that is known only afterwards: so the hold is written down as what it
      // holds, and the holds in the way are looked for by their time.
      RaceLine line = before("hold", wanted.event().calendars(), wanted.ranges());
      HoldResult result =
          outcome(
              line,
              () ->
                  engine
                      .holds()
                      .place(
                          OwnerId.of(name),
                          wanted.event().calendars(),
                          TimeRange.of(
                              Instant.ofEpochSecond(range.start()),
                              Instant.ofEpochSecond(range.end())),
                          Duration.ofSeconds(1 + random.nextInt(3))));
      if (result instanceof HoldResult.Held held) {
        after(line, "ok", List.of(), List.of());
        if (random.nextInt(3) > 0) {
          finish(held.hold().id(), wanted);
        }
      } else if (result instanceof BookingResult.Conflicting refused) {
        refused(line, refused);
      }
    }

    private void finish(HoldId hold, Mine wanted) {
      if (random.nextBoolean()) {
        book(wanted, hold);
      } else {
        engine.holds().release(hold);
      }
    }

    private void move() {
      int which = random.nextInt(mine.size());
      Mine now = mine.get(which);
      Mine wanted = at(now.event().toBuilder(), start(), (1 + random.nextInt(4)) * QUARTER, 1, 0);
      change(which, wanted);
    }

    private void changeCalendars() {
      int which = random.nextInt(mine.size());
      Mine now = mine.get(which);
      CalendarId own = calendar();
      Set<CalendarId> beside = others();
      beside.remove(own);
      change(
          which,
          new Mine(now.event().toBuilder().calendar(own).alsoIn(beside).build(), now.ranges()));
    }

    private void change(int which, Mine wanted) {
      Event now = mine.get(which).event();
      Event stored =
          booked(
              wanted,
              () ->
                  engine.bookings().change(now.calendar(), wanted.event(), now.stamp().version()));
      if (stored != null) {
        mine.set(which, new Mine(stored, wanted.ranges()));
      }
    }

    /** Moves the last occurrence of a series that was not changed yet, or takes it out. */
    private void changeOccurrence() {
      int which = random.nextInt(mine.size());
      Mine now = mine.get(which);
      if (now.ranges().size() < 2 || now.event().stamp().version() > 1) {
        return;
      }
      List<Range> ranges = new ArrayList<>(now.ranges());
      Range last = ranges.remove(ranges.size() - 1);
      RecurrenceId id = new RecurrenceId.At(Instant.ofEpochSecond(last.start()));
      boolean away = random.nextBoolean();
      long start = start();
      if (!away) {
        ranges.add(new Range(start, start + QUARTER));
      }
      OccurrenceOverride moved =
          OccurrenceOverride.moved(
              id,
              EventTime.of(Instant.ofEpochSecond(start)),
              EventLength.of(Duration.ofSeconds(QUARTER)));
      Event event = now.event();
      long version = event.stamp().version();
      Event stored =
          booked(
              new Mine(event, ranges),
              () ->
                  away
                      ? engine
                          .bookings()
                          .cancelOccurrence(event.calendar(), event.id(), id, version)
                      : engine
                          .bookings()
                          .changeOccurrence(event.calendar(), event.id(), moved, version));
      if (stored != null) {
        mine.set(which, new Mine(stored, ranges));
      }
    }

    private void cancel() {
      Mine now = mine.remove(random.nextInt(mine.size()));
      Event event = now.event();
      RaceLine line = before(event.id().value(), Set.of(), List.of());
      Event gone =
          outcome(
              line,
              () ->
                  engine.bookings().cancel(event.calendar(), event.id(), event.stamp().version()));
      if (gone == null) {
        return;
      }
      after(line, "ok", List.of(), List.of());
      if (random.nextInt(4) == 0) {
        Event back = booked(now, () -> engine.bookings().restore(event.calendar(), event.id()));
        if (back != null) {
          mine.add(new Mine(back, now.ranges()));
        }
      }
    }

    /** Does what books {@code wanted}. Returns what was stored; null if it was not. */
    private Event booked(Mine wanted, Supplier<BookingResult> act) {
      RaceLine line =
          before(wanted.event().id().value(), wanted.event().calendars(), wanted.ranges());
      BookingResult result = outcome(line, act);
      if (result instanceof BookingResult.Booked booked) {
        after(line, "ok", List.of(), List.of());
        return booked.event();
      }
      if (result instanceof BookingResult.Conflicting refused) {
        refused(line, refused);
      }
      return null;
    }

    private RaceLine before(String id, Set<CalendarId> in, List<Range> ranges) {
      Set<String> names = new TreeSet<>();
      in.forEach(calendar -> names.add(calendar.value()));
      String act = name + "." + acts.incrementAndGet();
      RaceLine line =
          new RaceLine("try", act, System.currentTimeMillis(), id, names, ranges, List.of());
      write(line);
      return line;
    }

    private void after(RaceLine before, String kind, List<Range> ranges, List<String> names) {
      write(
          new RaceLine(
              kind, before.act(), System.currentTimeMillis(), "", Set.of(), ranges, names));
    }

    private void refused(RaceLine before, BookingResult.Conflicting refused) {
      List<Range> ranges = new ArrayList<>();
      List<String> names = new ArrayList<>();
      for (Conflict conflict : refused.conflicts()) {
        ranges.add(range(conflict.requested().range()));
        ranges.add(range(conflict.existing().range()));
        EventId existing = conflict.existing().event().id();
        names.add(conflict.calendar().value());
        names.add(conflict.held() ? "hold" : existing.value());
      }
      after(before, "refused", ranges, names);
    }

    private Range range(TimeRange range) {
      return new Range(range.start().getEpochSecond(), range.end().getEpochSecond());
    }

    /** Null where the act came too late, or failed; both are written down. */
    private <T> T outcome(RaceLine before, Supplier<T> act) {
      try {
        return act.get();
      } catch (StaleVersionException | NotFoundException | IllegalArgumentException e) {
        after(before, "missed", List.of(), List.of());
      } catch (RuntimeException e) {
        after(before, "failed", List.of(), List.of(words(e)));
      }
      return null;
    }
  }
}
