package dev.scheduling.server.account;

import java.util.Locale;
import java.util.Optional;

/** What a token may be used for. */
public enum Scope {
  /** Seeing calendars, events and when somebody is busy. */
  READ,
  /** Changing calendars and events. */
  WRITE,
  /** The account itself: its password, sessions and app passwords. Only who signed in has it. */
  ACCOUNT;

  /** The scope as clients know it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A scope that an app password may have; empty for any other word. */
  public static Optional<Scope> ofAppPassword(String word) {
    return switch (word) {
      case "read" -> Optional.of(READ);
      case "write" -> Optional.of(WRITE);
      default -> Optional.empty();
    };
  }
}
