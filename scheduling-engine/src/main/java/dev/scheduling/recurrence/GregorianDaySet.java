package dev.scheduling.recurrence;

/** The days that pass the date parts of a Gregorian rule of HOURLY or below. */
final class GregorianDaySet implements DaySet {

  private final YearMasks masks;

  GregorianDaySet(DayRule rule) {
    masks = new YearMasks(rule, new int[0]);
  }

  @Override
  public int next(int day) {
    int year = GregorianDays.year(day);
    int first = GregorianDays.startOfYear(year);
    int bit = day - first + YearMasks.NEW_YEAR;
    for (int i = 0; i <= GregorianDays.YEARS_IN_CYCLE && year <= LocalText.LAST_YEAR; i++) {
      long[] mask = masks.of(GregorianDays.isLeap(year), first);
      int word = bit >> 6;
      long bits = mask[word] & (-1L << (bit & 63));
      while (bits == 0 && ++word < YearMasks.WORDS) {
        bits = mask[word];
      }
      if (bits != 0) {
        return first + (word << 6) + Long.numberOfTrailingZeros(bits) - YearMasks.NEW_YEAR;
      }
      first += GregorianDays.lengthOfYear(year);
      year++;
      bit = YearMasks.NEW_YEAR;
    }
    return NO_DAY;
  }

  @Override
  public int previous(int day) {
    int year = GregorianDays.year(day);
    int first = GregorianDays.startOfYear(year);
    int bit = day - first + YearMasks.NEW_YEAR;
    for (int i = 0; i <= GregorianDays.YEARS_IN_CYCLE && year >= LocalText.FIRST_YEAR; i++) {
      long[] mask = masks.of(GregorianDays.isLeap(year), first);
      int word = bit >> 6;
      long bits = mask[word] & (-1L >>> (63 - (bit & 63)));
      while (bits == 0 && --word >= 0) {
        bits = mask[word];
      }
      if (bits != 0) {
        return first + (word << 6) + 63 - Long.numberOfLeadingZeros(bits) - YearMasks.NEW_YEAR;
      }
      year--;
      int length = GregorianDays.lengthOfYear(year);
      first -= length;
      bit = length - 1 + YearMasks.NEW_YEAR;
    }
    return NO_DAY_BEFORE;
  }

  @Override
  public boolean isEmpty() {
    return masks.isEmpty();
  }
}
