package dev.scheduling.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Kills, pauses and cuts off everything, and finds every committed message where it belongs. {@code
 * -Dfaults.seed}, {@code -Dfaults.faults}, {@code -Dfaults.messages}, {@code -Dfaults.length},
 * {@code -Dfaults.database} and {@code -Dfaults.kafka} choose another run.
 */
class FaultsIT {

  @Test
  void noMessageIsLostDoubledOrReorderedWhateverIsKilled() throws Exception {
    Plan plan = Plans.given();

    Report report = FaultRun.of(plan, Path.of("target/faults"));

    Plans.print(report);
    assertEquals(List.of(), report.violations(), report::toString);
    assertEquals(report.plan().kinds(), report.faults().keySet(), report::toString);
    assertTrue(report.faultCount() >= report.plan().faults(), report::toString);
    assertTrue(report.messages() >= report.plan().messages(), report::toString);
    assertTrue(report.drain().compareTo(report.plan().drain()) < 0, report::toString);
  }
}
