package dev.scheduling.benchmarks.slots;

import dev.scheduling.availability.Slot;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** All the times at which people can meet, best first, from calendars that are loaded. */
@Fork(jvmArgsAppend = "-Xmx3g") // Two million events.
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class SlotsBenchmark {

  /** Who meets when. */
  public enum Question {
    /** Ten people, all of them, within two weeks; their events lie in two years. */
    TEN_PEOPLE(10, 730, 14, 10),
    /** A thousand, two thirds of them, within a month; their events lie in two years. */
    A_THOUSAND(1_000, 730, 31, 667),
    /** A thousand, any of them, within a month in which all of the two million events lie. */
    A_THOUSAND_FULL(1_000, 31, 31, 1);

    private final int people;
    private final int days;
    private final int windowDays;
    private final int quorum;

    Question(int people, int days, int windowDays, int quorum) {
      this.people = people;
      this.days = days;
      this.windowDays = windowDays;
      this.quorum = quorum;
    }
  }

  /** Loaded calendars. */
  @State(Scope.Benchmark)
  public static class Loaded {
    @Param public Question question;

    private Crowd crowd;

    @Setup
    public void load() {
      crowd = new Crowd(question.people, question.days, question.windowDays, question.quorum);
      int free = crowd.search().freeCount();
      if (free == 0) {
        throw new IllegalStateException(question + " has no slot, so nothing is ranked");
      }
      System.out.println(question + ": " + free + " slots");
    }
  }

  @Benchmark
  public List<Slot> slots(Loaded loaded) {
    return loaded.crowd.search().best();
  }
}
