package dev.scheduling.jdbc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.scheduling.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class JdbcArchitectureTest {

  private static final JavaClasses MAIN = ArchitectureRules.mainClasses("dev.scheduling.jdbc");

  @Test
  void adapterSeesTheEngineAndNoOtherAdapterNorTheServer() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.scheduling.memory..",
            "dev.scheduling.kafka..",
            "dev.scheduling.redis..",
            "dev.scheduling.s3..",
            "dev.scheduling.ai..",
            "dev.scheduling.server..")
        .check(MAIN);
  }

  @Test
  void poolsAndDriversAreTheCallersAffair() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "com.zaxxer..", "org.h2..", "org.postgresql..", "org.mariadb..", "com.mysql..")
        .check(MAIN);
  }

  @Test
  void flywayIsNeededByNothingButTheMigrationsThatItRuns() {
    noClasses()
        .that()
        .doNotHaveSimpleName("FlywayMigrations")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.flywaydb..")
        .check(MAIN);
  }

  @Test
  void timeIsHandedInOrTheDatabases() {
    ArchitectureRules.nothingReadsTheSystemsClock("nobody").check(MAIN);
  }

  @Test
  void namesSaySomethingAndNothingIsNullUnlessItSaysSo() {
    ArchitectureRules.namesSaySomething().check(MAIN);
    ArchitectureRules.everyPackageIsNullMarked().check(MAIN);
  }

  @Test
  void noTestIsSkippedOrSleeps() {
    ArchitectureRules.noTestIsSkipped().check(ArchitectureRules.testClasses("dev.scheduling.jdbc"));
  }
}
