package dev.scheduling.kafka;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.scheduling.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class KafkaArchitectureTest {

  private static final JavaClasses MAIN = ArchitectureRules.mainClasses("dev.scheduling.kafka");

  @Test
  void adapterSeesTheEngineAndNoOtherAdapterNorTheServer() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.scheduling.memory..",
            "dev.scheduling.jdbc..",
            "dev.scheduling.redis..",
            "dev.scheduling.s3..",
            "dev.scheduling.ai..",
            "dev.scheduling.server..")
        .check(MAIN);
  }

  @Test
  void ruleBites() {
    assertThrows(
        AssertionError.class,
        () ->
            noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.scheduling.outbox..")
                .check(MAIN));
  }

  @Test
  void timeIsHandedIn() {
    ArchitectureRules.nothingReadsTheSystemsClock("nobody").check(MAIN);
  }

  @Test
  void namesSaySomethingAndNothingIsNullUnlessItSaysSo() {
    ArchitectureRules.namesSaySomething().check(MAIN);
    ArchitectureRules.everyPackageIsNullMarked().check(MAIN);
  }

  @Test
  void noTestIsSkippedOrSleeps() {
    ArchitectureRules.noTestIsSkipped()
        .check(ArchitectureRules.testClasses("dev.scheduling.kafka"));
  }
}
