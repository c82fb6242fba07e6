package dev.scheduling.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import org.jspecify.annotations.NullMarked;

/** The rules of the house that hold in every module. */
public final class ArchitectureRules {

  private ArchitectureRules() {}

  /** The classes of a package and those below it, without the tests. */
  public static JavaClasses mainClasses(String packageName) {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .withImportOption(
            location -> !location.contains("test-jar") && !location.contains("-tests"))
        .importPackages(packageName);
  }

  /** The tests of a package and those below it. */
  public static JavaClasses testClasses(String packageName) {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
        .importPackages(packageName);
  }

  /** No package depends on itself by way of others. */
  public static ArchRule packagesHaveNoCycles(String root) {
    return slices().matching(root + ".(**)").should().beFreeOfCycles();
  }

  /** Time is handed in as an InstantSource; the composition root alone asks the system. */
  public static ArchRule nothingReadsTheSystemsClock(String except) {
    return noClasses()
        .that()
        .haveNameNotMatching(except)
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDate.class, "now")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .callMethod(ZonedDateTime.class, "now")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(Clock.class, "systemDefaultZone")
        .orShould()
        .callMethod(System.class, "currentTimeMillis");
  }

  /** Every package says that nothing in it is null unless it says so. */
  public static ArchRule everyPackageIsNullMarked() {
    return classes().should(new BeInANullMarkedPackage());
  }

  /** Names that say what a thing is. */
  public static ArchRule namesSaySomething() {
    return noClasses().should().haveNameMatching(".*(Manager|Helper|Utils?|Impl)(\\$.*)?");
  }

  /** A test that is not run proves nothing. */
  public static ArchRule noTestIsSkipped() {
    return noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.junit.jupiter.api.Disabled")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.junit.jupiter.api.Assumptions")
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("org.junit.jupiter.api.condition")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class);
  }

  private static final class BeInANullMarkedPackage extends ArchCondition<JavaClass> {

    BeInANullMarkedPackage() {
      super("be in a package that is @NullMarked");
    }

    @Override
    public void check(JavaClass item, ConditionEvents events) {
      boolean marked = item.getPackage().isAnnotatedWith(NullMarked.class);
      if (!marked) {
        events.add(
            SimpleConditionEvent.violated(
                item, item.getName() + " is in a package without @NullMarked"));
      }
    }
  }
}
