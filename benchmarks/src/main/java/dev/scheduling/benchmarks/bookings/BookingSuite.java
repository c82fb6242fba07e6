package dev.scheduling.benchmarks.bookings;

import dev.scheduling.benchmarks.Durations;
import dev.scheduling.benchmarks.Figure;
import dev.scheduling.benchmarks.Report;
import dev.scheduling.benchmarks.Session;
import dev.scheduling.benchmarks.Suite;
import dev.scheduling.benchmarks.Table;
import dev.scheduling.jdbc.TestDatabase;
import dev.scheduling.jdbc.TestDatabases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** {@code ./bench bookings}: bookings on hot calendars, beside a plain check-then-insert. */
public final class BookingSuite implements Suite {

  private static final int WRITERS = 16;
  private static final int CALENDARS = 4;
  private static final int HOURS = 20_000;

  private final List<List<String>> rows = new ArrayList<>();
  private final List<Figure> figures = new ArrayList<>();

  @Override
  public String name() {
    return "bookings";
  }

  @Override
  public String question() {
    return "how many bookings a second on hot calendars, and what does the check cost? (4 min)";
  }

  @Override
  public Report measure(Session session) throws Exception {
    int rounds = session.quick() ? 1 : 3;
    Duration time = Duration.ofSeconds(session.quick() ? 2 : 5);
    Contention mixed = new Contention(WRITERS, CALENDARS, HOURS, 4);
    Contention singles = new Contention(WRITERS, CALENDARS, HOURS, 0);
    beside("postgresql", TestDatabases::postgresql, mixed, true, rounds, time);
    beside("postgresql", TestDatabases::postgresql, singles, true, rounds, time);
    beside("postgresql", TestDatabases::postgresql, singles, false, rounds, time);
    beside("mariadb", TestDatabases::mariadb, mixed, true, rounds, time);
    beside("mariadb", TestDatabases::mariadb, singles, true, rounds, time);
    FullCalendar.Cost cost;
    try (TestDatabase database = TestDatabases.postgresql().withTables()) {
      cost = new FullCalendar(database.dataSource()).measure(session.quick() ? 300 : 2_000);
    }
    figures.add(
        Figure.of(
            "bookings.check",
            "What the check adds to a booking in a calendar of 100,000 events, PostgreSQL",
            cost.percent(),
            "% of the transaction's time",
            "< 5"));
    return new Report(
        "Bookings",
        List.of(
            "The same requests by "
                + WRITERS
                + " writers of one process on "
                + CALENDARS
                + " calendars, each asking again as soon as it is answered; the two take turns, each"
                + " with an empty database on the same server. An answer is a booking or a true"
                + " refusal. The plain way is a SELECT for an overlap and an INSERT at SERIALIZABLE,"
                + " repeated when the database gives it up. *Same rows* also counts a revision,"
                + " writes a log of changes and a message, as the library always does; *bare* writes"
                + " the booking alone. Both have a pool that hands out connections as they need them."
                + " Neither database waits for a disk at a commit, which would cost the plain way"
                + " most: it commits each booking by itself."),
        "",
        List.of(
            new Table(
                "Answers a second: median of " + rounds + " rounds",
                List.of("database, requests, plain way", "plain", "repeated", "library", "times"),
                rows),
            new Table(
                "A booking in a calendar of 100,000 events, one writer, PostgreSQL: medians",
                List.of("what", "time"),
                List.of(
                    List.of("with the check", Durations.text(cost.checkedNanos())),
                    List.of("without (policy allow)", Durations.text(cost.uncheckedNanos())),
                    List.of("first of a process, loading it", Durations.text(cost.loadNanos()))))),
        null,
        figures);
  }

  private void beside(
      String name,
      Supplier<TestDatabase> fresh,
      Contention load,
      boolean tells,
      int rounds,
      Duration time)
      throws Exception {
    List<Double> plain = new ArrayList<>();
    List<Double> library = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    long repeated = 0;
    // The first round warms both up and is not counted.
    for (int round = 0; round <= rounds; round++) {
      try (TestDatabase own = fresh.get().withTables();
          TestDatabase other = fresh.get();
          PlainDesk plainDesk = new PlainDesk(other, CALENDARS, tells)) {
        double before = load.at(plainDesk, time, round).perSecond();
        double after =
            load.at(new LibraryDesk(own.dataSource(), CALENDARS), time, round).perSecond();
        if (round > 0) {
          plain.add(before);
          library.add(after);
          ratios.add(after / before);
          repeated += plainDesk.repeated();
        }
      }
    }
    String what =
        name
            + ", "
            + (load.weekly() > 0 ? "every fourth weekly for a year" : "single events")
            + ", "
            + (tells ? "same rows" : "bare");
    rows.add(
        List.of(
            what,
            number(median(plain)),
            number((double) repeated / rounds),
            number(median(library)),
            String.format(Locale.ROOT, "%.2f", median(ratios))));
    figures.add(
        Figure.of(
            "bookings."
                + name
                + (load.weekly() > 0 ? ".mixed" : ".single")
                + (tells ? "" : ".bare"),
            "Bookings on hot calendars: " + what,
            median(ratios),
            "times check-then-insert",
            ">= 3"));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }

  private static double median(List<Double> samples) {
    List<Double> sorted = new ArrayList<>(samples);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
