package dev.scheduling.recurrence;

/**
 * Which blocks of a rule's months have days, in one 400-year cycle of the calendar: for rules that
 * seldom match.
 */
final class BlockTable {

  /**
   * A block of one year or more repeats after 400 of them at the latest; the table is then 50
   * bytes.
   */
  static final int MAX_BLOCKS = 400;

  static final long NO_BLOCK = -1;

  private final long[] bits;
  private final int blocks;

  BlockTable(int blocks) {
    this.blocks = blocks;
    bits = new long[(blocks + 63) >> 6];
  }

  /** Only while the table is being made. */
  void add(int block) {
    bits[block >> 6] |= 1L << (block & 63);
  }

  /** The first block at or after one that has days, or {@link #NO_BLOCK} if none ever has. */
  long next(long block) {
    long cycle = block / blocks;
    int at = (int) (block - cycle * blocks);
    int found = nextBit(at);
    if (found < 0) {
      found = nextBit(0);
      cycle++;
    }
    return found < 0 ? NO_BLOCK : cycle * blocks + found;
  }

  private int nextBit(int from) {
    int word = from >> 6;
    long left = bits[word] & (-1L << (from & 63));
    while (left == 0 && ++word < bits.length) {
      left = bits[word];
    }
    return left == 0 ? -1 : (word << 6) + Long.numberOfTrailingZeros(left);
  }
}
