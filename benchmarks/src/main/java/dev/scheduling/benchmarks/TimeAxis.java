package dev.scheduling.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * The axis of a chart: nanoseconds between two places.
 *
 * @param least the time at the left edge; zero on a linear axis, a power of ten on a logarithmic
 *     one
 * @param most the time at the right edge
 */
record TimeAxis(BarChart.Scale scale, double least, double most, int left, int right) {

  private static final int MOST_TICKS = 6;

  /** Returns an axis on which every bar fits. */
  static TimeAxis over(List<BarChart.Group> groups, BarChart.Scale scale, int left, int right) {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (BarChart.Group group : groups) {
      for (BarChart.Bar bar : group.bars()) {
        Double nanoseconds = bar.nanoseconds();
        if (nanoseconds != null) {
          least = Math.min(least, nanoseconds);
          most = Math.max(most, nanoseconds);
        }
      }
    }
    if (most == 0) {
      return new TimeAxis(scale, scale == BarChart.Scale.LINEAR ? 0 : 1, 10, left, right);
    }
    if (scale == BarChart.Scale.LINEAR) {
      double step = step(most);
      return new TimeAxis(scale, 0, Math.ceil(most / step) * step, left, right);
    }
    double low = Math.floor(Math.log10(least));
    double high = Math.max(low + 1, Math.ceil(Math.log10(most)));
    return new TimeAxis(scale, Math.pow(10, low), Math.pow(10, high), left, right);
  }

  /** Returns 1, 2 or 5 times a power of ten, so that few steps reach a time. */
  private static double step(double most) {
    double power = Math.pow(10, Math.floor(Math.log10(most / MOST_TICKS)));
    for (double step : new double[] {power, 2 * power, 5 * power}) {
      if (most / step <= MOST_TICKS) {
        return step;
      }
    }
    return 10 * power;
  }

  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    if (scale == BarChart.Scale.LINEAR) {
      double step = step(most);
      for (int i = 0; i * step <= most * 1.001; i++) {
        ticks.add(i * step);
      }
    } else {
      for (double power = least; power <= most * 1.001; power *= 10) {
        ticks.add(power);
      }
    }
    return ticks;
  }

  double x(double nanoseconds) {
    double share =
        scale == BarChart.Scale.LINEAR
            ? nanoseconds / most
            : Math.log10(nanoseconds / least) / Math.log10(most / least);
    return left + share * (right - left);
  }
}
