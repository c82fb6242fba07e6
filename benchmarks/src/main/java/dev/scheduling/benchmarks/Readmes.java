package dev.scheduling.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The Markdown files whose tables are made from the list of figures. */
final class Readmes {

  private Readmes() {}

  /** Returns those that exist below a repository's root. */
  static List<Path> in(Path root) {
    return Stream.of("README.md", "benchmarks/README.md")
        .map(root::resolve)
        .filter(Files::exists)
        .toList();
  }
}
