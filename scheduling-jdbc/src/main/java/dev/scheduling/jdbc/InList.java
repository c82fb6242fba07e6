package dev.scheduling.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * The values of an {@code IN (…)}, in portions of at most {@value #LARGEST}. Each portion is filled
 * up to a power of two by repeating its last value, so that the database sees few different
 * statements and can keep their plans.
 */
final class InList {

  static final int LARGEST = 512;

  private InList() {}

  /** Hands out the portions, in order. */
  static <T> void portions(Collection<T> values, Consumer<List<T>> use) {
    List<T> all = new ArrayList<>(values);
    for (int from = 0; from < all.size(); from += LARGEST) {
      List<T> portion = new ArrayList<>(all.subList(from, Math.min(from + LARGEST, all.size())));
      T last = portion.get(portion.size() - 1);
      while (Integer.bitCount(portion.size()) != 1) {
        portion.add(last);
      }
      use.accept(portion);
    }
  }

  /** {@code (?, ?, …)} for as many values. */
  static String marks(List<?> portion) {
    return "(" + "?, ".repeat(portion.size() - 1) + "?)";
  }
}
