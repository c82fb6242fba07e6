package dev.scheduling.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What a measurement depends on besides the code: processor, JDK, and how busy the machine was
 * before and after.
 *
 * @param processor the number of cores and, where the system tells, their model
 * @param jdk the runtime's name and version
 * @param versions what was measured beside us; empty for nothing
 * @param loadBefore the load average of the last minute before the first measurement; negative if
 *     unknown
 * @param loadAfter the same after the last one
 */
record Conditions(
    String processor, String jdk, String versions, double loadBefore, double loadAfter) {

  private static final Path CPUINFO = Path.of("/proc/cpuinfo");

  static Conditions now() {
    return new Conditions(processorOfThisMachine(), runningJdk(), "", load(), load());
  }

  Conditions finished() {
    return new Conditions(processor, jdk, versions, loadBefore, load());
  }

  Conditions with(String libraries) {
    return new Conditions(processor, jdk, libraries, loadBefore, loadAfter);
  }

  /** Returns one line for a figure's entry. */
  String text() {
    return processor
        + "; "
        + jdk
        + (versions.isEmpty() ? "" : "; " + versions)
        + "; load "
        + loads();
  }

  /** Returns a sentence for a report. */
  String sentence() {
    return processor
        + ", "
        + jdk
        + (versions.isEmpty() ? "" : ", " + versions)
        + ". Load average "
        + loads()
        + (isBusy() ? ": the machine was busy with other things, trust the ratios." : ".");
  }

  /** Whether others used more than half a core beside us before we began. */
  private boolean isBusy() {
    return loadBefore > 0.5;
  }

  private String loads() {
    return loadBefore < 0
        ? "unknown"
        : String.format(Locale.ROOT, "%.1f before, %.1f after", loadBefore, loadAfter);
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static String runningJdk() {
    return System.getProperty("java.vm.name") + " " + Runtime.version();
  }

  private static String processorOfThisMachine() {
    String cores = Runtime.getRuntime().availableProcessors() + " cores";
    if (!Files.isReadable(CPUINFO)) {
      return cores + " (" + System.getProperty("os.arch") + ")";
    }
    try {
      return Files.readAllLines(CPUINFO).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .map(model -> cores + " (" + model + ")")
          .orElse(cores);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + CPUINFO, e);
    }
  }
}
