package dev.scheduling.jdbc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import dev.scheduling.architecture.AdapterArchitectureContract;
import org.junit.jupiter.api.Test;

class JdbcArchitectureTest extends AdapterArchitectureContract {

  JdbcArchitectureTest() {
    super("dev.scheduling.jdbc");
  }

  @Test
  void poolsAndDriversAreTheCallersAffair() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "com.zaxxer..", "org.h2..", "org.postgresql..", "org.mariadb..", "com.mysql..")
        .check(main());
  }

  @Test
  void flywayIsNeededByNothingButTheMigrationsThatItRuns() {
    noClasses()
        .that()
        .doNotHaveSimpleName("FlywayMigrations")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.flywaydb..")
        .check(main());
  }
}
