package dev.scheduling;

/** The one shape that all identifiers share, so that every store can keep them as plain ASCII. */
final class Identifiers {

  static final int LONGEST = 64;

  private Identifiers() {}

  static void check(String what, String value) {
    if (value.isEmpty() || value.length() > LONGEST) {
      throw new IllegalArgumentException(
          what + " must have 1 to " + LONGEST + " characters, but has " + value.length());
    }
    for (int i = 0; i < value.length(); i++) {
      if (!isAllowed(value.charAt(i))) {
        throw new IllegalArgumentException(
            what + " may hold A-Z a-z 0-9 . _ - but has another character at " + i);
      }
    }
  }

  private static boolean isAllowed(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c == '.';
  }
}
