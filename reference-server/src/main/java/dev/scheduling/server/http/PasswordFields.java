package dev.scheduling.server.http;

import dev.scheduling.server.account.CommonPasswords;
import dev.scheduling.server.account.Passwords;

/** Passwords in bodies. */
final class PasswordFields {

  // Beyond it is no password that somebody chose too long, but an attempt to keep us busy.
  private static final int LONGEST = 2_000;

  private PasswordFields() {}

  /** A password to be kept. */
  static String fresh(Fields body, String name) {
    String password = read(body, name, Passwords.SHORTEST);
    if (CommonPasswords.contains(password)) {
      body.wrong(name, name + " is among the passwords that are guessed first; choose another");
    }
    return password;
  }

  /** A password to be compared; one that nobody can have is simply wrong, if it is not too long. */
  static String known(Fields body, String name) {
    return read(body, name, 0);
  }

  private static String read(Fields body, String name, int shortest) {
    if (body.isLongerThan(name, LONGEST)) {
      throw Problem.unreadable(name + " may have " + Passwords.LONGEST + " characters");
    }
    String password = body.requiredText(name, LONGEST);
    int length = password.codePointCount(0, password.length());
    if (body.has(name) && (length < shortest || length > Passwords.LONGEST)) {
      body.wrong(
          name,
          name
              + " must have "
              + Passwords.SHORTEST
              + " to "
              + Passwords.LONGEST
              + " characters, but has "
              + length);
    }
    return password;
  }
}
