package dev.scheduling.benchmarks;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A chart of horizontal bars in groups, on an axis of time, written as SVG.
 *
 * <p>Where peers differ by factors of a thousand the axis is logarithmic; so that nobody reads
 * lengths as ratios there, each bar carries its value.
 *
 * @param title the heading
 * @param subtitle one line below it: what is drawn, and under which conditions
 * @param scale how lengths follow from times
 * @param series the names of the bars of a group, in order, each with its colour
 * @param groups the groups, from top to bottom
 */
public record BarChart(
    String title, String subtitle, Scale scale, List<Series> series, List<Group> groups) {

  private static final int WIDTH = 1000;
  private static final int LEFT = 330;
  private static final int RIGHT = 90;
  private static final int TOP = 108;
  private static final int BAR = 13;
  private static final int GAP = 16;
  private static final String TEXT = "#1b1f24";
  private static final String FAINT = "#6a737d";

  /** How the length of a bar follows from its time. */
  public enum Scale {
    /** From a power of ten on; for times that differ by large factors. */
    LOGARITHMIC,
    /** From zero on. */
    LINEAR
  }

  /** The name and the colour ({@code #rrggbb}) of one bar in every group. */
  public record Series(String name, String colour) {}

  /**
   * A heading at the left, a second line below it, and its bars, one for each series.
   *
   * @param label what was measured
   * @param detail the second line, smaller
   * @param bars one bar for each series, in the same order
   */
  public record Group(String label, String detail, List<Bar> bars) {}

  /**
   * One bar.
   *
   * @param nanoseconds its length; above zero, or null where there is nothing to draw
   * @param note what stands in the bar's place or behind its value; may be empty
   */
  public record Bar(@Nullable Double nanoseconds, String note) {}

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if a group has more or fewer bars than there are series
   */
  public BarChart {
    series = List.copyOf(series);
    groups = List.copyOf(groups);
    for (Group group : groups) {
      if (group.bars().size() != series.size()) {
        throw new IllegalArgumentException(
            "expected "
                + series.size()
                + " bars in \""
                + group.label()
                + "\", got "
                + group.bars());
      }
    }
  }

  /** Makes a chart with a logarithmic axis. */
  public BarChart(String title, String subtitle, List<Series> series, List<Group> groups) {
    this(title, subtitle, Scale.LOGARITHMIC, series, groups);
  }

  /** Returns the chart as an SVG document. */
  public String svg() {
    TimeAxis axis = TimeAxis.over(groups, scale, LEFT, WIDTH - RIGHT);
    int groupHeight = series.size() * BAR + GAP;
    int bottom = TOP + groups.size() * groupHeight;
    var svg = new StringBuilder();
    add(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
            + " font-family=\"system-ui, 'DejaVu Sans', sans-serif\" role=\"img\">\n",
        WIDTH,
        bottom + 30,
        WIDTH,
        bottom + 30);
    add(svg, "<title>%s</title>\n", escape(title));
    add(svg, "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>\n");
    text(svg, 20, 32, 20, TEXT, "start", title);
    text(svg, 20, 54, 12, FAINT, "start", subtitle);
    legend(svg);
    grid(svg, axis, bottom);
    int top = TOP;
    for (Group group : groups) {
      int middle = top + series.size() * BAR / 2;
      text(svg, LEFT - 12, middle - 1, 13, TEXT, "end", group.label());
      text(svg, LEFT - 12, middle + 14, 11, FAINT, "end", group.detail());
      bars(svg, axis, group, top);
      top += groupHeight;
    }
    return svg.append("</svg>\n").toString();
  }

  private void legend(StringBuilder svg) {
    int x = 20;
    for (Series each : series) {
      add(
          svg,
          "<rect x=\"%d\" y=\"67\" width=\"12\" height=\"12\" fill=\"%s\"/>\n",
          x,
          each.colour());
      text(svg, x + 18, 77, 12, TEXT, "start", each.name());
      x += 18 + 7 * each.name().length() + 26;
    }
  }

  private static void grid(StringBuilder svg, TimeAxis axis, int bottom) {
    for (double tick : axis.ticks()) {
      double x = axis.x(tick);
      add(
          svg,
          "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#e1e4e8\"/>\n",
          x,
          TOP - 6,
          x,
          bottom);
      text(svg, x, bottom + 16, 11, FAINT, "middle", tick == 0 ? "0" : Durations.shortText(tick));
    }
  }

  private void bars(StringBuilder svg, TimeAxis axis, Group group, int top) {
    for (int i = 0; i < series.size(); i++) {
      Bar bar = group.bars().get(i);
      int y = top + i * BAR;
      Double nanoseconds = bar.nanoseconds();
      if (nanoseconds == null) {
        text(svg, LEFT + 4, y + 10, 11, "#b31d28", "start", bar.note());
        continue;
      }
      double end = axis.x(nanoseconds);
      add(
          svg,
          "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>\n",
          LEFT,
          y,
          Math.max(2, end - LEFT),
          BAR - 2,
          series.get(i).colour());
      String label = (Durations.text(nanoseconds) + " " + bar.note()).strip();
      text(svg, Math.max(LEFT + 2, end) + 5, y + 9, 10, TEXT, "start", label);
    }
  }

  private static void text(
      StringBuilder svg, double x, int y, int size, String colour, String anchor, String words) {
    add(
        svg,
        "<text x=\"%.1f\" y=\"%d\" font-size=\"%d\" fill=\"%s\" text-anchor=\"%s\">%s</text>\n",
        x,
        y,
        size,
        colour,
        anchor,
        escape(words));
  }

  private static void add(StringBuilder svg, String format, Object... arguments) {
    svg.append(String.format(Locale.ROOT, format, arguments));
  }

  private static String escape(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
