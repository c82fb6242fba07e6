package dev.scheduling.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Conditions of the form {@code IN (…)} over lists of any length, in statements of bounded length.
 */
final class InLists {

  private static final int CHUNK = 500;

  private InLists() {}

  /** Hands the values over in chunks, none for no values. */
  static void forEach(Collection<String> values, Consumer<List<String>> work) {
    List<String> all = new ArrayList<>(values);
    for (int from = 0; from < all.size(); from += CHUNK) {
      work.accept(all.subList(from, Math.min(all.size(), from + CHUNK)));
    }
  }

  /** The condition, with one question mark a value. */
  static String in(List<String> chunk) {
    return " IN (" + String.join(",", Collections.nCopies(chunk.size(), "?")) + ")";
  }

  /** Binds the values to the question marks, which must be the first ones. */
  static <T extends SqlStatement<T>> T bind(T statement, List<String> chunk) {
    T bound = statement;
    for (int i = 0; i < chunk.size(); i++) {
      bound = bound.bind(i, chunk.get(i));
    }
    return bound;
  }
}
