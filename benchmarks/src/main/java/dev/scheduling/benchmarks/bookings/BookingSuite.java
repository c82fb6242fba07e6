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
import java.util.stream.Stream;

/** {@code ./bench bookings}: bookings on hot calendars, beside a plain check-then-insert. */
public final class BookingSuite implements Suite {

  private static final int WRITERS = 16;

  /** As many as three processes have that race for the same calendars in the tests. */
  private static final int MANY_WRITERS = 48;

  private static final int HOURS = 20_000;

  /**
   * One line of the table.
   *
   * @param writers how many ask at the same time
   * @param calendars for how many calendars all writers fight
   * @param weekly every how many-th meeting is weekly; 0 for none
   * @param tells whether the plain way writes a log and messages too
   */
  private record Race(
      Servers.Kind server,
      Servers.Commits commits,
      int writers,
      int calendars,
      int weekly,
      boolean tells) {

    /** What the plain way may try, of which it gets the fastest. */
    List<PlainDesk.Way> ways() {
      return Stream.of(2, 10, 50)
          .flatMap(
              pause ->
                  Stream.of(false, true)
                      .filter(atOnce -> weekly > 0 || !atOnce)
                      .map(atOnce -> new PlainDesk.Way(pause, atOnce)))
          .toList();
    }

    Contention load() {
      return new Contention(writers, calendars, HOURS, weekly);
    }

    String id() {
      return "bookings."
          + server
          + (weekly > 0 ? ".mixed" : ".single")
          + (calendars == 1 ? ".one" : "")
          + (writers == WRITERS ? "" : ".many")
          + (tells ? "" : ".bare")
          + (commits == Servers.Commits.DURABLE ? "" : ".unawaited");
    }

    @Override
    public String toString() {
      return server
          + ", "
          + writers
          + " writers, "
          + (calendars == 1 ? "one calendar" : calendars + " calendars")
          + ", "
          + (weekly > 0 ? "every fourth weekly for a year" : "single events")
          + ", "
          + (tells ? "same rows" : "bare")
          + (commits == Servers.Commits.DURABLE ? "" : ", disk not awaited");
    }
  }

  private static List<Race> races() {
    List<Race> races = new ArrayList<>();
    for (Servers.Kind kind : Servers.Kind.values()) {
      Servers.Commits durable = Servers.Commits.DURABLE;
      Servers.Commits unawaited = Servers.Commits.NOT_AWAITED;
      races.add(new Race(kind, durable, WRITERS, 4, 4, true));
      races.add(new Race(kind, durable, WRITERS, 4, 0, true));
      races.add(new Race(kind, durable, WRITERS, 1, 0, true));
      races.add(new Race(kind, durable, WRITERS, 4, 0, false));
      races.add(new Race(kind, durable, MANY_WRITERS, 4, 4, true));
      races.add(new Race(kind, durable, MANY_WRITERS, 4, 0, true));
      races.add(new Race(kind, unawaited, WRITERS, 4, 4, true));
      races.add(new Race(kind, unawaited, WRITERS, 4, 0, true));
    }
    return races;
  }

  private final List<List<String>> rows = new ArrayList<>();
  private final List<Figure> figures = new ArrayList<>();

  @Override
  public String name() {
    return "bookings";
  }

  @Override
  public String question() {
    return "how many bookings a second on hot calendars, and what does the check cost? (20 min)";
  }

  @Override
  public Report measure(Session session) throws Exception {
    int rounds = session.quick() ? 1 : 3;
    Duration time = Duration.ofSeconds(session.quick() ? 2 : 5);
    try (Servers servers = Servers.start()) {
      for (Race race : races()) {
        beside(servers, race, rounds, time);
      }
    }
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
            "The same requests by the writers of one process, each asking again as soon as it is answered; the two"
                + " take turns, each with an empty database on the same server. An answer is a"
                + " booking or a true refusal. The plain way is a SELECT for an overlap and an"
                + " INSERT at SERIALIZABLE, repeated after a random pause when the database gives it"
                + " up. How long that is at most, and whether it asks for the times of a weekly"
                + " meeting by one SELECT or one after the other until one is taken, is as it was"
                + " fastest in that very race. *Same rows* also counts a revision, writes a log of changes and a message, as the"
                + " library always does; *bare* writes the booking alone. Both have a pool that"
                + " hands out connections as they need them. Commits wait for the disk, as both"
                + " servers have it by default; *disk not awaited* is synchronous_commit=off and"
                + " innodb_flush_log_at_trx_commit=2, with which a loss of power loses bookings"
                + " that were answered."),
        "",
        List.of(
            new Table(
                "Answers a second: median of " + rounds + " rounds",
                List.of(
                    "database, requests, plain way",
                    "plain",
                    "repeated",
                    "its pauses",
                    "library",
                    "times"),
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

  private void beside(Servers servers, Race race, int rounds, Duration time) throws Exception {
    PlainDesk.Way way = fastestWay(servers, race, time);
    List<Double> plain = new ArrayList<>();
    List<Double> library = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    long repeated = 0;
    // The first round warms the library up and is not counted.
    for (int round = 0; round <= rounds; round++) {
      try (TestDatabase own = servers.database(race.server(), race.commits()).withTables();
          TestDatabase other = servers.database(race.server(), race.commits());
          PlainDesk plainDesk = new PlainDesk(other, race.calendars(), race.tells(), way)) {
        double before = race.load().at(plainDesk, time, round).perSecond();
        LibraryDesk desk = new LibraryDesk(own.dataSource(), race.calendars());
        double after = race.load().at(desk, time, round).perSecond();
        if (round > 0) {
          plain.add(before);
          library.add(after);
          ratios.add(after / before);
          repeated += plainDesk.repeated();
        }
      }
    }
    rows.add(
        List.of(
            race.toString(),
            number(median(plain)),
            number((double) repeated / rounds),
            way.toString(),
            number(median(library)),
            String.format(Locale.ROOT, "%.2f", median(ratios))));
    figures.add(
        Figure.of(
            race.id(),
            "Bookings on hot calendars: " + race,
            median(ratios),
            "times check-then-insert",
            ">= 3"));
  }

  private static PlainDesk.Way fastestWay(Servers servers, Race race, Duration time)
      throws Exception {
    PlainDesk.Way fastest = race.ways().get(0);
    double most = 0;
    // Twice, since the first ones are slow for want of warmth.
    for (PlainDesk.Way way : Stream.concat(race.ways().stream(), race.ways().stream()).toList()) {
      try (TestDatabase database = servers.database(race.server(), race.commits());
          PlainDesk desk = new PlainDesk(database, race.calendars(), race.tells(), way)) {
        double perSecond = race.load().at(desk, time.dividedBy(2), 0).perSecond();
        if (perSecond > most) {
          most = perSecond;
          fastest = way;
        }
      }
    }
    return fastest;
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
