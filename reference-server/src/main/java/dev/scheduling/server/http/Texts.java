package dev.scheduling.server.http;

import org.jspecify.annotations.Nullable;

/** What a text must not hold: no store and no calendar file could keep it. */
final class Texts {

  private static final char DELETE = 0x7f;

  private Texts() {}

  /** What is wrong with a text, as the rest of a sentence; null if nothing is. */
  static @Nullable String trouble(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == DELETE) {
        return "holds the control character U+" + String.format("%04X", (int) c) + " at " + i;
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return "holds half a character at " + i;
      }
    }
    return null;
  }
}
