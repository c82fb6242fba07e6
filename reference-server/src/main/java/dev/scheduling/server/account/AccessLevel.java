package dev.scheduling.server.account;

/** What an account may do with a calendar, from most to least. */
public enum AccessLevel {
  /** Everything, also deleting it. */
  OWNER("owner"),
  /** Reading it and changing its events. */
  WRITE("write"),
  /** Reading it. */
  READ("read"),
  /** Knowing when it is busy. */
  FREE_BUSY("freeBusy");

  private final String word;

  AccessLevel(String word) {
    this.word = word;
  }

  /** The level as clients know it. */
  public String word() {
    return word;
  }

  /** Whether this level includes {@code other}. */
  public boolean includes(AccessLevel other) {
    return compareTo(other) <= 0;
  }
}
