package dev.scheduling.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A table with a heading, written as Markdown with its columns aligned, so that it reads well as
 * plain text too.
 *
 * @param title the heading, empty for none
 * @param header the names of the columns
 * @param rows the cells; every row is as long as the header
 */
public record Table(String title, List<String> header, List<List<String>> rows) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if a row is shorter or longer than the header
   */
  public Table {
    header = List.copyOf(header);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != header.size()) {
        throw new IllegalArgumentException(
            "expected " + header.size() + " cells in a row of \"" + title + "\", got " + row);
      }
    }
  }

  /** Returns the table as Markdown; the first column is aligned left, the others right. */
  public String markdown() {
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < header.size(); column++) {
      int width = Math.max(3, header.get(column).length());
      for (List<String> row : rows) {
        width = Math.max(width, row.get(column).length());
      }
      widths.add(width);
    }
    var text = new StringBuilder();
    if (!title.isEmpty()) {
      text.append("## ").append(title).append("\n\n");
    }
    line(text, header, widths);
    List<String> rule = new ArrayList<>(Collections.nCopies(header.size(), ""));
    rule.replaceAll(cell -> "-");
    for (int column = 0; column < rule.size(); column++) {
      int dashes = widths.get(column) - (column == 0 ? 0 : 1);
      rule.set(column, "-".repeat(dashes) + (column == 0 ? "" : ":"));
    }
    line(text, rule, widths);
    rows.forEach(row -> line(text, row, widths));
    return text.toString();
  }

  private static void line(StringBuilder text, List<String> cells, List<Integer> widths) {
    text.append('|');
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column);
      String padding = " ".repeat(widths.get(column) - cell.length());
      text.append(' ').append(column == 0 ? cell + padding : padding + cell).append(" |");
    }
    text.append('\n');
  }
}
