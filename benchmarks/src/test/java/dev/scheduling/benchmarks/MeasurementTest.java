package dev.scheduling.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasurementTest {

  @Test
  void medianIsTheMiddleSampleOrTheMeanOfTheMiddleTwo() {
    assertEquals(2, of(1, 2, 90).median());
    assertEquals(2.5, of(1, 2, 3, 90).median());
    assertEquals(1, of(1, 2, 90).minimum());
  }

  @Test
  void measurementWithoutSamplesIsRefused() {
    assertThrows(IllegalArgumentException.class, MeasurementTest::of);
  }

  @ParameterizedTest
  @CsvSource({
    "16.49, 16.5 ns",
    "999.4, 999 ns",
    "999.6, 1.00 µs",
    "1140, 1.14 µs",
    "1700000, 1.70 ms",
    "2000000000, 2.00 s"
  })
  void timesAreWrittenWithThreeDigits(double nanoseconds, String text) {
    assertEquals(text, Durations.text(nanoseconds));
  }

  @Test
  void chartHasABarWithItsValueForEachTimeAndANoteWhereThereIsNone() {
    var chart =
        new BarChart(
            "a < b",
            "subtitle",
            List.of(new BarChart.Series("ours", "#000000"), new BarChart.Series("x", "#ffffff")),
            List.of(
                new BarChart.Group(
                    "first",
                    "detail",
                    List.of(new BarChart.Bar(12.0, ""), new BarChart.Bar(null, "wrong answer")))));
    String svg = chart.svg();
    assertEquals(1, svg.split("12.0 ns", -1).length - 1, svg);
    assertEquals(1, svg.split("wrong answer", -1).length - 1, svg);
    assertEquals(1, svg.split("<title>a &lt; b</title>", -1).length - 1, svg);
  }

  private static Measurement of(double... samples) {
    List<Double> sorted = java.util.Arrays.stream(samples).boxed().toList();
    return new Measurement("B", "m", Map.of(), sorted, 0);
  }
}
