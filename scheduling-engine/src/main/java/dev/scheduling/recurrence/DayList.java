package dev.scheduling.recurrence;

import java.util.Arrays;

/** A growing list of epoch days that is put in order once it is complete. */
final class DayList {

  private int[] days = new int[16];
  private int size;

  void clear() {
    size = 0;
  }

  void add(int day) {
    if (size == days.length) {
      days = Arrays.copyOf(days, size * 2);
    }
    days[size++] = day;
  }

  /** Adds a day for each set bit, of which bit 0 stands for the first day. */
  void addBits(int firstDay, long bits) {
    for (long rest = bits; rest != 0; rest &= rest - 1) {
      add(firstDay + Long.numberOfTrailingZeros(rest));
    }
  }

  void sortDistinct() {
    Arrays.sort(days, 0, size);
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (kept == 0 || days[kept - 1] != days[i]) {
        days[kept++] = days[i];
      }
    }
    size = kept;
  }

  int size() {
    return size;
  }

  int get(int index) {
    return days[index];
  }
}
