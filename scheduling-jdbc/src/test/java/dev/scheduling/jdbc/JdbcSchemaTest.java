package dev.scheduling.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcSchemaTest {

  @Test
  void everyFileOfTheFolderIsInTheListInOrder() throws IOException, URISyntaxException {
    Path folder =
        Path.of(
            Objects.requireNonNull(JdbcSchema.class.getClassLoader().getResource(JdbcSchema.FOLDER))
                .toURI());
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .sorted()
              .map(name -> name.substring(0, name.length() - ".sql".length()))
              .toList();

      assertEquals(names, JdbcSchema.MIGRATIONS.stream().sorted().toList());
    }
    List<Integer> versions =
        JdbcSchema.of(Dialect.H2).migrations().stream().map(JdbcSchema.Migration::version).toList();
    assertEquals(versions.stream().sorted().distinct().toList(), versions);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Upper_", "1st_", "a-b", "a; drop", "a23456789012345678901", "schema.p_"})
  void prefixThatCouldBreakAStatementIsRefused(String prefix) {
    assertThrows(IllegalArgumentException.class, () -> JdbcSchema.of(Dialect.H2, prefix));
  }

  @Test
  void prefixMayBeEmpty() {
    assertEquals(
        JdbcSchema.of(Dialect.H2, "p_").statements().stream()
            .map(sql -> sql.replace("p_", ""))
            .toList()
            .size(),
        JdbcSchema.of(Dialect.H2, "").statements().size());
  }
}
