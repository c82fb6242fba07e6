package dev.scheduling.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadmesTest {

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  @Test
  void tablesInTheReadmesAreThoseOfFiguresJson() throws IOException {
    Figures figures = Figures.read(ROOT.resolve("benchmarks/results/figures.json"));
    List<Path> readmes = Readmes.in(ROOT);
    long places = 0;
    for (Path readme : readmes) {
      String text = Files.readString(readme);
      places += MarkedTables.count(text);
      assertFalse(
          text.contains(MarkedTables.NOT_MEASURED), () -> readme + " shows what was not measured");
      assertEquals(
          MarkedTables.render(text, figures),
          text,
          () -> readme + " differs from figures.json; run ./bench readme");
    }
    assertTrue(places > 0, () -> "no place for figures in " + readmes);
  }

  @Test
  void everyFigureSaysWhenAndHowItWasMeasured() throws IOException {
    Path file = ROOT.resolve("benchmarks/results/figures.json");
    List<Figure> figures = Figures.read(file).all();
    assertFalse(figures.isEmpty(), "no figures in " + file);
    for (Figure figure : figures) {
      assertTrue(figure.measured().matches("\\d{4}-\\d\\d-\\d\\d"), figure::toString);
      assertFalse(figure.conditions().isBlank(), figure::toString);
      assertFalse(figure.command().isBlank(), figure::toString);
    }
  }
}
