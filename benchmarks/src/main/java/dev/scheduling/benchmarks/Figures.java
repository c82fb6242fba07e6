package dev.scheduling.benchmarks;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * The list of figures in {@code benchmarks/results/figures.json}, one entry for an id, sorted by
 * id.
 */
final class Figures {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static final ObjectWriter WRITER =
      JSON.writer(
          new DefaultPrettyPrinter()
              .withArrayIndenter(new DefaultIndenter("  ", "\n"))
              .withObjectIndenter(new DefaultIndenter("  ", "\n")));

  private final TreeMap<String, Figure> byId = new TreeMap<>();

  private Figures(Collection<Figure> figures) {
    figures.forEach(figure -> byId.put(figure.id(), figure));
  }

  /**
   * Reads the list; it is empty where there is no such file.
   *
   * @throws IOException if the file is there and cannot be read as a list of figures
   */
  static Figures read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return new Figures(List.of());
    }
    return new Figures(List.of(JSON.readValue(Files.readString(file), Figure[].class)));
  }

  /** Puts new figures in the place of those with the same ids; the others stay as they are. */
  void put(Collection<Figure> figures) {
    figures.forEach(figure -> byId.put(figure.id(), figure));
  }

  /** Returns the figures whose id is the prefix or begins with it and a dot, sorted by id. */
  List<Figure> under(String prefix) {
    return byId.values().stream()
        .filter(figure -> figure.id().equals(prefix) || figure.id().startsWith(prefix + "."))
        .toList();
  }

  /** Returns every figure, sorted by id. */
  List<Figure> all() {
    return List.copyOf(byId.values());
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, WRITER.writeValueAsString(byId.values()) + "\n");
  }
}
