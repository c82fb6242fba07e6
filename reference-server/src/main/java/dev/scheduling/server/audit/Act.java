package dev.scheduling.server.audit;

import java.util.Locale;
import java.util.Optional;

/** Something that was done, or tried, and matters to security. */
public enum Act {
  SERVER_SET_UP,
  SET_UP_REFUSED,
  ACCOUNT_CREATED,
  ACCOUNT_EXPORTED,
  ACCOUNT_DELETED,
  EMAIL_VERIFIED,
  SIGNED_IN,
  SIGN_IN_REFUSED,
  SIGNED_OUT,
  SIGNED_OUT_EVERYWHERE,
  /** A refresh token came a second time, so its session was ended. */
  TOKEN_REUSED,
  PASSWORD_CHANGED,
  PASSWORD_RESET_ASKED,
  PASSWORD_RESET,
  APP_PASSWORD_CREATED,
  APP_PASSWORD_REVOKED,
  SHARE_GRANTED,
  SHARE_REMOVED,
  CALENDAR_DELETED,
  DEAD_LETTERS_REDRIVEN,
  DEAD_LETTER_DISCARDED;

  /** The act as clients know it, such as {@code share-granted}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The act with that word; empty for a word that is none. */
  public static Optional<Act> of(String word) {
    for (Act act : values()) {
      if (act.word().equals(word)) {
        return Optional.of(act);
      }
    }
    return Optional.empty();
  }
}
