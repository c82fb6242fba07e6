package dev.scheduling.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The checker is checked: each mistake that is planted is found within two minutes, for what it is.
 */
class PlantedBugsIT {

  private static final Duration LONGEST = Duration.ofMinutes(2);

  @ParameterizedTest
  @EnumSource(value = Bug.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void plantedBugIsFound(Bug bug) throws Exception {
    Plan plan = Plans.withoutBroker().planted(bug, faultsThatShow(bug));

    Report report = FaultRun.of(plan, Path.of("target/faults"));

    Plans.print(report);
    assertTrue(
        report.violations().stream().anyMatch(line -> line.startsWith(ruleThatBreaks(bug))),
        report::toString);
    assertTrue(report.length().plus(report.drain()).compareTo(LONGEST) < 0, report::toString);
  }

  private static String ruleThatBreaks(Bug bug) {
    return switch (bug) {
      case CURSOR_BY_ID, DELETE_BEFORE_SEND, ACK_BEFORE_EFFECT ->
          "a committed message had no effect";
      case NO_FENCE -> "a completion was accepted from who had lost the lease";
      case AUTO_COMMIT -> "an effect happened more than once";
      case DEAD_LETTER_OUTSIDE -> "a poison message is no dead letter";
      case NONE -> throw new IllegalArgumentException("nothing is planted");
    };
  }

  private static Set<Fault> faultsThatShow(Bug bug) {
    return switch (bug) {
      case NO_FENCE -> EnumSet.of(Fault.PAUSE_RELAY_BEYOND_LEASE);
      case DEAD_LETTER_OUTSIDE -> EnumSet.of(Fault.DIE_AT_DEAD_LETTER_INSERT);
      case DELETE_BEFORE_SEND -> EnumSet.of(Fault.KILL_RELAY, Fault.DIE_AFTER_SEND);
      default -> EnumSet.of(Fault.KILL_RELAY, Fault.CUT_DATABASE);
    };
  }
}
