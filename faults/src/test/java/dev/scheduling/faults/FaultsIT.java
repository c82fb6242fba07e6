package dev.scheduling.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kills, pauses and cuts off everything, and finds every committed message where it belongs. {@code
 * -Dfaults.seed}, {@code -Dfaults.faults}, {@code -Dfaults.messages} and {@code -Dfaults.database}
 * choose another run.
 */
class FaultsIT {

  @ParameterizedTest(name = "over Kafka: {0}")
  @ValueSource(booleans = {false, true})
  void noMessageIsLostDoubledOrReorderedWhateverIsKilled(boolean overKafka) throws Exception {
    FaultRun.Report report = FaultRun.of(Plans.given(overKafka), Path.of("target/faults"));

    Plans.print(report);
    assertEquals(List.of(), report.violations(), report::toString);
    assertTrue(report.faultCount() >= report.plan().faults(), report::toString);
    assertTrue(report.messages() >= report.plan().messages(), report::toString);
    assertTrue(report.drain().compareTo(report.plan().drain()) < 0, report::toString);
  }
}
