package dev.scheduling.benchmarks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a set of measurements found.
 *
 * @param title the heading above it all
 * @param remarks what a reader must know before believing the tables, a paragraph each, as Markdown
 * @param versions what was measured beside us: {@code lib-recur 0.17.1, biweekly 0.6.8}; may be
 *     empty
 * @param tables the results, in reading order
 * @param chart the picture, or null where a picture would say nothing
 * @param figures the claims and aims that were measured; their date and conditions are added later
 */
public record Report(
    String title,
    List<String> remarks,
    String versions,
    List<Table> tables,
    @Nullable BarChart chart,
    List<Figure> figures) {

  /** Copies the lists. */
  public Report {
    remarks = List.copyOf(remarks);
    tables = List.copyOf(tables);
    figures = List.copyOf(figures);
  }

  String markdown(String command, String suite, Conditions conditions) {
    var text = new StringBuilder();
    text.append("# ").append(title).append("\n\nWritten by `").append(command);
    text.append("`. ").append(conditions.sentence()).append("\n\n");
    remarks.forEach(remark -> text.append(remark).append("\n\n"));
    if (chart != null) {
      text.append("![").append(chart.title()).append("](").append(suite).append(".svg)\n\n");
    }
    tables.forEach(table -> text.append(table.markdown()).append('\n'));
    if (!figures.isEmpty()) {
      text.append(FigureTable.of("Figures", figures).markdown());
    }
    return text.toString();
  }
}
