package dev.scheduling.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TimeAxisTest {

  @Test
  void logarithmicAxisRunsOverWholePowersOfTen() {
    TimeAxis axis = TimeAxis.over(groups(12, 3_000), BarChart.Scale.LOGARITHMIC, 100, 400);
    assertEquals(List.of(10.0, 100.0, 1000.0, 10000.0), axis.ticks());
    assertEquals(100, axis.x(10));
    assertEquals(200, axis.x(100), 1e-9);
    assertEquals(400, axis.x(10_000), 1e-9);
  }

  @Test
  void linearAxisBeginsAtZeroSoThatLengthsAreRatios() {
    TimeAxis axis = TimeAxis.over(groups(3.5e9, 8.4e9), BarChart.Scale.LINEAR, 100, 600);
    assertEquals(List.of(0.0, 2e9, 4e9, 6e9, 8e9, 1e10), axis.ticks());
    assertEquals(axis.x(2e9) - 100, axis.x(4e9) - axis.x(2e9), 1e-9);
    assertEquals(600, axis.x(1e10), 1e-9);
  }

  @Test
  void axisWithoutBarsIsStillAnAxis() {
    TimeAxis axis = TimeAxis.over(List.of(), BarChart.Scale.LOGARITHMIC, 100, 400);
    assertEquals(List.of(1.0, 10.0), axis.ticks());
  }

  private static List<BarChart.Group> groups(double one, double other) {
    return List.of(
        new BarChart.Group(
            "label", "detail", List.of(new BarChart.Bar(one, ""), new BarChart.Bar(other, ""))));
  }
}
