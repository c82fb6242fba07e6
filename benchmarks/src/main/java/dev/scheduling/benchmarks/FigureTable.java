package dev.scheduling.benchmarks;

import java.util.List;

/** Figures as a table: what, value, aim, and whether it holds. */
final class FigureTable {

  private FigureTable() {}

  static Table of(String title, List<Figure> figures) {
    return new Table(
        title,
        List.of("what", "measured", "aim", "holds"),
        figures.stream().map(FigureTable::row).toList());
  }

  private static List<String> row(Figure figure) {
    return List.of(
        figure.what(),
        figure.value().toPlainString() + " " + figure.unit(),
        figure.target(),
        figure.holds() ? "yes" : "**no**");
  }
}
