package dev.scheduling.redis;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.scheduling.architecture.ArchitectureRules;
import dev.scheduling.memory.InMemoryStores;
import org.junit.jupiter.api.Test;

class RedisArchitectureTest {

  private static final JavaClasses MAIN = ArchitectureRules.mainClasses("dev.scheduling.redis");

  private static final ArchRule SEES_THE_ENGINE_ALONE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.scheduling.memory..",
              "dev.scheduling.jdbc..",
              "dev.scheduling.kafka..",
              "dev.scheduling.s3..",
              "dev.scheduling.ai..",
              "dev.scheduling.server..");

  @Test
  void adapterSeesTheEngineAndNoOtherAdapterNorTheServer() {
    SEES_THE_ENGINE_ALONE.check(MAIN);
  }

  @Test
  void ruleAboutWhatTheAdapterSeesBites() {
    JavaClasses offender = new ClassFileImporter().importClasses(Offender.class);
    assertThrows(AssertionError.class, () -> SEES_THE_ENGINE_ALONE.check(offender));
  }

  /** Sees what it must not. */
  private static final class Offender {
    static Class<?> seen() {
      return InMemoryStores.class;
    }
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
        .check(ArchitectureRules.testClasses("dev.scheduling.redis"));
  }
}
