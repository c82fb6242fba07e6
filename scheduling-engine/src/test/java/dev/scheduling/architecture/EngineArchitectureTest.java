package dev.scheduling.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who may use whom in the engine. */
class EngineArchitectureTest {

  private static final String ROOT = "dev.scheduling";
  private static final JavaClasses MAIN = ArchitectureRules.mainClasses(ROOT);
  private static final JavaClasses TESTS = ArchitectureRules.testClasses(ROOT);

  /** What each package may use beside the root package; a new package needs a line of its own. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("recurrence", Set.of()),
          Map.entry("calendar", Set.of("recurrence")),
          Map.entry("ics", Set.of("recurrence", "calendar")),
          Map.entry("conflict", Set.of("recurrence", "calendar")),
          Map.entry("availability", Set.of("recurrence", "calendar", "conflict")),
          Map.entry("outbox", Set.of()),
          Map.entry("reminder", Set.of("recurrence", "calendar", "outbox")),
          Map.entry("notification", Set.of("outbox", "reminder")),
          Map.entry(
              "engine",
              Set.of(
                  "recurrence",
                  "calendar",
                  "ics",
                  "conflict",
                  "availability",
                  "outbox",
                  "reminder",
                  "notification")),
          Map.entry(
              "memory",
              Set.of("recurrence", "calendar", "outbox", "reminder", "notification", "engine")));

  @TestFactory
  List<DynamicTest> packagesUseOnlyWhatTheyMay() {
    List<DynamicTest> tests = new ArrayList<>();
    MAY_USE.forEach(
        (name, used) -> {
          List<String> allowed = new ArrayList<>(List.of(ROOT, ROOT + "." + name));
          used.forEach(other -> allowed.add(ROOT + "." + other));
          String[] packages = allowed.toArray(String[]::new);
          tests.add(
              DynamicTest.dynamicTest(
                  name,
                  () ->
                      noClasses()
                          .that()
                          .resideInAPackage(ROOT + "." + name)
                          .should()
                          .dependOnClassesThat(
                              resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(packages))))
                          .allowEmptyShould(true)
                          .check(MAIN)));
        });
    return tests;
  }

  @Test
  void everyPackageHasItsLineInTheRule() {
    Set<String> packages = new TreeSet<>();
    for (JavaClass each : MAIN) {
      if (!each.getPackageName().equals(ROOT)) {
        packages.add(each.getPackageName().substring(ROOT.length() + 1));
      }
    }
    packages.removeAll(MAY_USE.keySet());
    assertEquals(Set.of(), packages);
  }

  @Test
  void rootPackageUsesNoOther() {
    noClasses()
        .that()
        .resideInAPackage(ROOT)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".(*)..")
        .check(MAIN);
  }

  @Test
  void packagesHaveNoCycles() {
    ArchitectureRules.packagesHaveNoCycles(ROOT).check(MAIN);
  }

  @Test
  void onlyIcsKnowsIcal4j() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".ics")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("net.fortuna..")
        .check(MAIN);
  }

  @Test
  void onlyRecurrenceKnowsIcu4j() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".recurrence")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.ibm.icu..")
        .check(MAIN);
  }

  @Test
  void noJdbcInTheEngine() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..")
        .check(MAIN);
  }

  @Test
  void portsOfTheEngineAreInterfaces() {
    classes()
        .that()
        .haveSimpleNameEndingWith("Store")
        .and()
        .areTopLevelClasses()
        .and()
        .resideOutsideOfPackage(ROOT + ".memory")
        .should()
        .beInterfaces()
        .check(MAIN);
  }

  @Test
  void nothingReadsTheSystemsClock() {
    ArchitectureRules.nothingReadsTheSystemsClock("nothing").check(MAIN);
  }

  @Test
  void everyPackageIsNullMarked() {
    ArchitectureRules.everyPackageIsNullMarked().check(MAIN);
  }

  @Test
  void namesSaySomething() {
    ArchitectureRules.namesSaySomething().check(MAIN);
  }

  @Test
  void noTestIsSkipped() {
    assertTrue(TESTS.size() > 10);
    ArchitectureRules.noTestIsSkipped()
        .check(TESTS.that(not(resideInAPackage(ROOT + ".architecture"))));
  }

  /** Breaks the rules on purpose, so that it is known that they bite. */
  @Test
  void rulesBite() {
    JavaClasses broken = new ClassFileImporter().importClasses(BrokenHelper.class);
    assertThrows(
        AssertionError.class,
        () -> ArchitectureRules.nothingReadsTheSystemsClock("nothing").check(broken));
    assertThrows(AssertionError.class, () -> ArchitectureRules.namesSaySomething().check(broken));
    assertThrows(AssertionError.class, () -> ArchitectureRules.noTestIsSkipped().check(broken));
    assertThrows(
        AssertionError.class, () -> ArchitectureRules.everyPackageIsNullMarked().check(broken));
    assertThrows(
        AssertionError.class,
        () ->
            noClasses()
                .that()
                .resideInAPackage(ROOT + ".calendar")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".recurrence")
                .check(MAIN));
  }

  static final class BrokenHelper {
    Object now() throws InterruptedException {
      Thread.sleep(1);
      return java.time.Instant.now();
    }
  }
}
