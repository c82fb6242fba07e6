package dev.scheduling.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiguresTest {

  @TempDir private Path folder;

  @Test
  void newFiguresReplaceTheirOldValuesAndLeaveOthersAlone() throws IOException {
    Path file = folder.resolve("figures.json");
    Figures first = Figures.read(file);
    first.put(List.of(figure("start.plain", 1), figure("recurrence.daily", 6)));
    first.write(file);

    Figures second = Figures.read(file);
    second.put(List.of(figure("recurrence.daily", 7)));
    second.write(file);

    assertEquals(
        List.of(figure("recurrence.daily", 7), figure("start.plain", 1)),
        List.of(
            Figures.read(file).under("recurrence").get(0),
            Figures.read(file).under("start").get(0)));
  }

  @Test
  void writingWhatWasReadChangesNoByte() throws IOException {
    Path file = folder.resolve("figures.json");
    Figures figures = Figures.read(file);
    figures.put(List.of(figure("a.b", 0.0457), figure("a.c", 12346), figure("a.d", 5)));
    figures.write(file);
    String written = Files.readString(file);

    Figures.read(file).write(file);

    assertEquals(written, Files.readString(file));
  }

  @Test
  void prefixIsAWholeWord() throws IOException {
    Figures figures = Figures.read(folder.resolve("none.json"));
    figures.put(List.of(figure("start.plain", 1), figure("starting", 2)));
    assertEquals(List.of(figure("start.plain", 1)), figures.under("start"));
  }

  @Test
  void markedPlaceShowsTheFiguresAndNothingElseOfTheTextChanges() throws IOException {
    Figures figures = Figures.read(folder.resolve("none.json"));
    figures.put(
        List.of(
            new Figure(
                "start.plain",
                "what start.plain",
                BigDecimal.ONE,
                "s",
                "< 1.5",
                true,
                "2026-03-02",
                "idle",
                "./bench start")));
    String readme = "before $1\n<!-- figures: start -->\nold\n<!-- /figures -->\nafter\n";

    String rendered = MarkedTables.render(readme, figures);

    assertTrue(rendered.startsWith("before $1\n<!-- figures: start -->\n| what "), rendered);
    assertTrue(
        rendered.endsWith("\n`./bench start`, 2026-03-02: idle.\n<!-- /figures -->\nafter\n"),
        rendered);
    assertTrue(rendered.contains("what start.plain"), rendered);
    assertEquals(rendered, MarkedTables.render(rendered, figures));
  }

  @Test
  void placeForFiguresThatDoNotExistSaysSo() throws IOException {
    Figures figures = Figures.read(folder.resolve("none.json"));
    assertEquals(
        "<!-- figures: gone -->\n" + MarkedTables.NOT_MEASURED + "<!-- /figures -->",
        MarkedTables.render("<!-- figures: gone -->\n<!-- /figures -->", figures));
  }

  private static Figure figure(String id, double value) {
    return Figure.of(id, "what " + id, value, "times", ">= 5");
  }
}
