package dev.scheduling.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The tables of a Markdown text that are made from the list of figures. Each stands between two
 * comments, {@code <!-- figures: recurrence -->} and {@code <!-- /figures -->}; the words after the
 * colon are ids or what ids begin with, in the order in which their figures shall stand.
 */
final class MarkedTables {

  private static final Pattern PLACE =
      Pattern.compile("<!-- figures: ([a-z0-9. -]+?) -->\\n(.*?)<!-- /figures -->", Pattern.DOTALL);

  /** What stands in a place for figures that were never measured. */
  static final String NOT_MEASURED = "Not measured yet.\n";

  private MarkedTables() {}

  /** Returns how many places the text has for tables. */
  static long count(String markdown) {
    return PLACE.matcher(markdown).results().count();
  }

  /** Returns the text with every table made anew; where no figure is known yet, it says so. */
  static String render(String markdown, Figures figures) {
    return PLACE.matcher(markdown).replaceAll(place -> replacement(place, figures));
  }

  private static String replacement(MatchResult place, Figures figures) {
    List<Figure> rows = new ArrayList<>();
    for (String prefix : place.group(1).split(" ")) {
      rows.addAll(figures.under(prefix));
    }
    String table =
        rows.isEmpty() ? NOT_MEASURED : FigureTable.of("", rows).markdown() + conditions(rows);
    String text = "<!-- figures: " + place.group(1) + " -->\n" + table + "<!-- /figures -->";
    return Matcher.quoteReplacement(text);
  }

  /** How the figures of a table were measured, a line for each run that they come from. */
  private static String conditions(List<Figure> rows) {
    return rows.stream()
        .map(
            figure ->
                String.format(
                    "<br>`%s`, %s: %s.", figure.command(), figure.measured(), figure.conditions()))
        .distinct()
        .collect(Collectors.joining("\n", "\n", "\n"))
        .replaceFirst("<br>", "");
  }
}
