package dev.scheduling.conflict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scheduling.conflict.FirstConflict.Never;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every pair of series of a corpus, both ways round. The corpus is a folder of JSON Lines, {@code
 * -Dconformance.corpus} or else the project's own.
 */
class SeriesConflictConformanceTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TestFactory
  List<DynamicTest> theFirstClashOfTwoSeriesIsTheOneOfTheCorpus() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode json : rows()) {
      SeriesRow row = SeriesRow.of(json);
      tests.add(
          DynamicTest.dynamicTest(
              row.id(),
              () -> {
                check(row.expected(), SeriesConflicts.first(row.a(), row.b()));
                check(row.expected(), SeriesConflicts.first(row.b(), row.a()));
              }));
    }
    assertTrue(tests.size() > 0, "no pairs of series in " + folder());
    System.out.println("SeriesConflictConformanceTest: " + tests.size() + " pairs of " + folder());
    return tests;
  }

  private static void check(FirstConflict expected, FirstConflict actual) {
    if (expected instanceof Never) {
      Never never = assertInstanceOf(Never.class, actual);
      assertTrue(never.tzVersion().matches("20\\d\\d[a-z]+"), never.tzVersion());
    } else {
      assertEquals(expected, actual);
    }
  }

  private static List<JsonNode> rows() throws IOException, URISyntaxException {
    List<JsonNode> rows = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder())) {
      for (Path file : files.filter(each -> each.toString().endsWith(".jsonl")).sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          JsonNode row = JSON.readTree(line);
          if (row.has("a") && row.has("b")) {
            rows.add(row);
          } else {
            boolean other = row.has("rrule") || row.has("schema");
            assertTrue(other, "a row of unknown kind in " + file + ": " + line);
          }
        }
      }
    }
    return rows;
  }

  private static Path folder() throws URISyntaxException {
    String given = System.getProperty("conformance.corpus", "");
    return given.isEmpty()
        ? Path.of(assertNotNullResource("/corpus/series-conflicts.jsonl").toURI()).getParent()
        : Path.of(given);
  }

  private static java.net.URL assertNotNullResource(String name) {
    java.net.URL found = SeriesConflictConformanceTest.class.getResource(name);
    assertNotNull(found, name);
    return found;
  }
}
