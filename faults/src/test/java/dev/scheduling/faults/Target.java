package dev.scheduling.faults;

/** What a fault strikes. Faults of different targets strike at the same time. */
enum Target {
  RELAYS(500, 4_000, RelayMain.MOST_IN_FLIGHT),
  CONSUMERS(1_000, 6_000, Target.OF_ALL_CONSUMERS),
  WRITER(6_000, 14_000, 0),
  CLOCKS(6_000, 14_000, 0),
  DATABASE(4_000, 12_000, Target.OF_ALL),
  BROKER(2_000, 7_000, Target.OF_ALL);

  /** The partitions of the one that is gone change hands, and what the others hold may too. */
  private static final long OF_ALL_CONSUMERS = Cluster.CONSUMERS * RelayMain.MOST_OF_A_POLL;

  private static final long OF_ALL = Cluster.RELAYS * RelayMain.MOST_IN_FLIGHT + OF_ALL_CONSUMERS;

  private final int shortestRestMillis;
  private final int longestRestMillis;
  private final long mostRepeated;

  Target(int shortestRestMillis, int longestRestMillis, long mostRepeated) {
    this.shortestRestMillis = shortestRestMillis;
    this.longestRestMillis = longestRestMillis;
    this.mostRepeated = mostRepeated;
  }

  /** The shortest pause between two faults. */
  int shortestRestMillis() {
    return shortestRestMillis;
  }

  /** The longest, exclusive. */
  int longestRestMillis() {
    return longestRestMillis;
  }

  /**
   * How many messages a single fault can make come again: what the processes that it concerns had
   * on the way.
   */
  long mostRepeated() {
    return mostRepeated;
  }
}
