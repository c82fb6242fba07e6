package dev.scheduling.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Conditions of the form {@code IN (…)} over lists of any length, in statements of bounded length.
 *
 * <p>Each list is filled up to a power of two by repeating its last value: so the database sees few
 * different statements and can keep their plans.
 */
final class InLists {

  private static final int CHUNK = 512;

  private InLists() {}

  /** Hands the values over in chunks, none for no values. */
  static <V> void forEach(Collection<V> values, Consumer<List<V>> work) {
    List<V> all = new ArrayList<>(values);
    for (int from = 0; from < all.size(); from += CHUNK) {
      List<V> chunk = new ArrayList<>(all.subList(from, Math.min(all.size(), from + CHUNK)));
      V last = chunk.get(chunk.size() - 1);
      while (Integer.bitCount(chunk.size()) != 1) {
        chunk.add(last);
      }
      work.accept(chunk);
    }
  }

  /** The condition, with one question mark a value. */
  static String in(List<?> chunk) {
    return " IN (" + "?,".repeat(chunk.size() - 1) + "?)";
  }

  /** Binds the values to the question marks, which must be the first ones. */
  static <T extends SqlStatement<T>> T bind(T statement, List<?> chunk) {
    return bind(statement, 0, chunk);
  }

  /** Binds the values to the question marks from a position on. */
  static <T extends SqlStatement<T>> T bind(T statement, int first, List<?> chunk) {
    T bound = statement;
    for (int i = 0; i < chunk.size(); i++) {
      bound = bound.bind(first + i, chunk.get(i));
    }
    return bound;
  }
}
