package dev.scheduling.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.scheduling.TimeRange;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who uses whom in the server, and that it computes no times. */
final class ArchitectureTest {

  private static final JavaClasses SERVER =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.scheduling.server");

  private static final Set<String> LOCAL_TIMES =
      Set.of(
          "java.time.LocalDate",
          "java.time.LocalTime",
          "java.time.LocalDateTime",
          "java.time.ZonedDateTime",
          "java.time.OffsetDateTime",
          "java.time.Period");

  private static final Set<String> ARITHMETIC =
      Set.of(
          "plus",
          "plusYears",
          "plusMonths",
          "plusWeeks",
          "plusDays",
          "plusHours",
          "plusMinutes",
          "plusSeconds",
          "minus",
          "minusYears",
          "minusMonths",
          "minusWeeks",
          "minusDays",
          "minusHours",
          "minusMinutes",
          "minusSeconds",
          "with",
          "withDayOfMonth",
          "withDayOfYear",
          "withHour",
          "withMinute",
          "withMonth",
          "withYear",
          "until",
          "between",
          "atZone",
          "atStartOfDay",
          "withZoneSameInstant",
          "truncatedTo",
          "getRules");

  private static final Set<String> SHOWN =
      Set.of(
          "dev.scheduling.recurrence.InvalidRecurrenceException",
          "dev.scheduling.recurrence.RecurrenceRule",
          "dev.scheduling.recurrence.RecurrenceSet",
          "dev.scheduling.recurrence.RecurrenceWords",
          "dev.scheduling.recurrence.OccurrenceCursor$End");

  private static final Set<String> ENGINE_ARITHMETIC =
      Set.of("overlaps", "intersection", "contains", "instant", "endOf", "bounds", "in");

  /** Adding a duration to an instant is how something expires; that is all there may be. */
  private static final ArchRule NO_LOCAL_TIME_ARITHMETIC =
      noClasses()
          .should()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "computes with local times or zones",
                  (JavaMethodCall call) ->
                      ARITHMETIC.contains(call.getName())
                          && (LOCAL_TIMES.contains(owner(call))
                              || owner(call).equals("java.time.ZoneId")
                              || owner(call).equals("java.time.Instant")
                                  && call.getName().equals("atZone"))));

  private static final ArchRule NO_ENGINE_ARITHMETIC =
      noClasses()
          .should()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "computes overlaps, instants or occurrences",
                  (JavaMethodCall call) ->
                      ENGINE_ARITHMETIC.contains(call.getName())
                          // A trigger at a fixed instant only says which.
                          && !owner(call).equals("dev.scheduling.calendar.Trigger$At")
                          && (owner(call).equals("dev.scheduling.TimeRange")
                              || owner(call).startsWith("dev.scheduling.calendar."))));

  private static final ArchRule NO_RULES =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("java.time.zone..")
                  .or(resideInAPackage("java.time.temporal.."))
                  .or(resideInAPackage("dev.scheduling.recurrence..").and(not(shown()))));

  private static DescribedPredicate<JavaClass> shown() {
    // What an event hands out so that its lines, its words and what is wrong can be shown.
    return DescribedPredicate.describe("only shown", type -> SHOWN.contains(type.getFullName()));
  }

  private static String owner(JavaMethodCall call) {
    AccessTarget.MethodCallTarget target = call.getTarget();
    return target.getOwner().getFullName();
  }

  @Test
  void theServerComputesNoTimes() {
    NO_LOCAL_TIME_ARITHMETIC.check(SERVER);
    NO_ENGINE_ARITHMETIC.check(SERVER);
    NO_RULES.check(SERVER);
  }

  @Test
  void theRuleAgainstComputingTimesBites() {
    JavaClasses offender = new ClassFileImporter().importClasses(Offender.class);
    assertThrows(AssertionError.class, () -> NO_LOCAL_TIME_ARITHMETIC.check(offender));
    assertThrows(AssertionError.class, () -> NO_ENGINE_ARITHMETIC.check(offender));
    assertThrows(AssertionError.class, () -> NO_RULES.check(offender));
  }

  /** Does all that the server must not do. */
  private static final class Offender {
    static LocalDateTime tomorrow(LocalDateTime today) {
      return today.plusDays(1);
    }

    static boolean clash(TimeRange one, TimeRange other) {
      return one.overlaps(other);
    }

    static boolean isSummer(ZoneId zone, Instant at) {
      return zone.getRules().isDaylightSavings(at);
    }
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("dev.scheduling.server.(*)..").should().beFreeOfCycles().check(SERVER);
  }

  @Test
  void thePoolLivesInTheWiringAndOnlyThere() {
    noClasses()
        .that(
            not(
                DescribedPredicate.describe(
                    "Wiring", type -> type.getSimpleName().equals("Wiring"))))
        .should()
        .dependOnClassesThat(resideInAPackage("com.zaxxer.hikari.."))
        .check(SERVER);
  }

  @Test
  void onlyTheHttpPackageKnowsHttpAndOnlyTheRealtimePackageTheWebSocket() {
    noClasses()
        .that(not(resideInAPackage("dev.scheduling.server.http..")))
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.javalin..").or(resideInAPackage("org.eclipse.jetty..")))
        .check(SERVER);
    noClasses()
        .that(not(resideInAPackage("dev.scheduling.server.realtime..")))
        .should()
        .dependOnClassesThat(resideInAPackage("org.java_websocket.."))
        .check(SERVER);
  }

  @Test
  void timeComesFromAClockThatIsHandedIn() {
    noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(SERVER);
  }
}
