package dev.scheduling.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.scheduling.memory.InMemoryStores;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for every adapter: it sees the engine, no other adapter, and not the server. */
public abstract class AdapterArchitectureContract {

  private final String root;

  /**
   * The rules for one adapter.
   *
   * @param root its package
   */
  protected AdapterArchitectureContract(String root) {
    this.root = root;
  }

  /** The adapter's classes, for rules of its own. */
  protected final JavaClasses main() {
    return ArchitectureRules.mainClasses(root);
  }

  private ArchRule seesTheEngineAlone() {
    String[] others =
        Stream.of("memory", "jdbc", "kafka", "redis", "s3", "ai", "server")
            .map(name -> "dev.scheduling." + name)
            .filter(name -> !name.equals(root))
            .map(name -> name + "..")
            .toArray(String[]::new);
    return noClasses().should().dependOnClassesThat().resideInAnyPackage(others);
  }

  @Test
  void adapterSeesTheEngineAndNoOtherAdapterNorTheServer() {
    seesTheEngineAlone().check(main());
  }

  @Test
  void ruleAboutWhatTheAdapterSeesBites() {
    JavaClasses offender = new ClassFileImporter().importClasses(Offender.class);
    assertThrows(AssertionError.class, () -> seesTheEngineAlone().check(offender));
  }

  /** Sees what no adapter may. */
  private static final class Offender {
    static Class<?> seen() {
      return InMemoryStores.class;
    }
  }

  @Test
  void timeIsHandedInOrTheStores() {
    ArchitectureRules.nothingReadsTheSystemsClock("nobody").check(main());
  }

  @Test
  void namesSaySomethingAndNothingIsNullUnlessItSaysSo() {
    ArchitectureRules.namesSaySomething().check(main());
    ArchitectureRules.everyPackageIsNullMarked().check(main());
  }

  @Test
  void noTestIsSkippedOrSleeps() {
    ArchitectureRules.noTestIsSkipped().check(ArchitectureRules.testClasses(root));
  }
}
