package dev.scheduling.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The tables of a Markdown text that are made from the list of figures. Each stands between two
 * comments, {@code <!-- figures: recurrence -->} and {@code <!-- /figures -->}; the words after the
 * colon are ids or what ids begin with, in the order in which their figures shall stand.
 */
final class MarkedTables {

  private static final Pattern PLACE =
      Pattern.compile("<!-- figures: ([a-z0-9. -]+?) -->\\n(.*?)<!-- /figures -->", Pattern.DOTALL);

  private MarkedTables() {}

  /** Returns how many places the text has for tables. */
  static long count(String markdown) {
    return PLACE.matcher(markdown).results().count();
  }

  /**
   * Returns the text with every table made anew.
   *
   * @throws IllegalArgumentException if a place asks for figures of which there are none
   */
  static String render(String markdown, Figures figures) {
    return PLACE.matcher(markdown).replaceAll(place -> replacement(place, figures));
  }

  private static String replacement(MatchResult place, Figures figures) {
    List<Figure> rows = new ArrayList<>();
    for (String prefix : place.group(1).split(" ")) {
      List<Figure> found = figures.under(prefix);
      if (found.isEmpty()) {
        throw new IllegalArgumentException(
            "expected figures under \"" + prefix + "\", but figures.json has none");
      }
      rows.addAll(found);
    }
    String table = FigureTable.of("", rows).markdown();
    String text = "<!-- figures: " + place.group(1) + " -->\n" + table + "<!-- /figures -->";
    return java.util.regex.Matcher.quoteReplacement(text);
  }
}
