package dev.scheduling.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {

  @Test
  void commandOfAFigureMeasuresItTheSameWayAgain() {
    Request request = Request.of(List.of("recurrence", "-forks", "3"));
    assertEquals("./bench recurrence -forks 3", request.command());
    assertEquals("./bench recurrence", Request.of(List.of("recurrence")).command());
  }

  @Test
  void onlyACompleteRunOfFullLengthIsForTheRecord() {
    assertTrue(Request.of(List.of("recurrence")).isForTheRecord());
    assertFalse(Request.of(List.of("recurrence", "-quick")).isForTheRecord());
    assertFalse(Request.of(List.of("recurrence", "-only", "Floor")).isForTheRecord());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a -forks", "a -forks 0", "a -forks 11", "a -forks x", "a -only"})
  void wordsThatMakeNoSenseAreRefused(String words) {
    assertThrows(IllegalArgumentException.class, () -> Request.of(List.of(words.split(" ", -1))));
  }
}
