package dev.scheduling.benchmarks.recurrence;

import dev.scheduling.benchmarks.Versions;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Who is measured. */
@SuppressWarnings("ImmutableEnumChecker") // Constructors have no state.
public enum Subject {
  /** Our cursor over longs. */
  CURSOR("#0b5cad", CursorQuery::new),
  /** Our stream of java.time values. */
  VIEW("#6cb0ee", ViewQuery::new),
  /** lib-recur, the fastest of the peers at stepping. */
  LIB_RECUR("#d9822b", LibRecurQuery::new),
  /** biweekly, the fastest of the peers at reaching a window. */
  BIWEEKLY("#8e6bb0", BiweeklyQuery::new),
  /** ical4j, which most applications have. */
  ICAL4J("#9aa5b1", Ical4jQuery::new);

  private final String colour;
  private final Function<Task, Query> query;

  Subject(String colour, Function<Task, Query> query) {
    this.colour = colour;
    this.query = query;
  }

  /** Returns our two ways of answering. */
  static List<Subject> ours() {
    return Stream.of(values()).filter(subject -> !subject.isPeer()).toList();
  }

  /** Returns the name for a table: ours, or the library's name and version. */
  String title() {
    return switch (this) {
      case CURSOR -> "cursor";
      case VIEW -> "java.time view";
      case LIB_RECUR -> Versions.of("lib-recur");
      case BIWEEKLY -> Versions.of("biweekly");
      case ICAL4J -> Versions.of("ical4j");
    };
  }

  /** Returns the colour of its bars, {@code #rrggbb}. */
  String colour() {
    return colour;
  }

  boolean isPeer() {
    return this != CURSOR && this != VIEW;
  }

  /** Returns the task in this subject's hands, compiled. */
  Query query(Task task) {
    Query made = query.apply(task);
    made.compile();
    return made;
  }
}
