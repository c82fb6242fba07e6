package dev.scheduling.server.account;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PasswordsTest {

  @Test
  void passwordMatchesItsHashAndNoOtherDoesBeyond72BytesToo() {
    try (Passwords passwords = new Passwords()) {
      String long1 = "x".repeat(100) + "a";
      String hash = passwords.hash(long1);
      assertTrue(passwords.matches(long1, hash));
      assertFalse(passwords.matches("x".repeat(100) + "b", hash));
      assertNotEquals(hash, passwords.hash(long1), "each has a salt of its own");
    }
  }

  @Test
  void samePasswordInOtherCodePointsIsTheSame() {
    try (Passwords passwords = new Passwords()) {
      assertTrue(passwords.matches("caf\u00e9-caf\u00e9", passwords.hash("cafe\u0301-cafe\u0301")));
    }
  }

  @Test
  void unknownAccountCostsAsMuchAsAKnownOne() {
    try (Passwords passwords = new Passwords()) {
      String hash = passwords.hash("a good password");
      // The same function with the same parameters is run once in either case.
      String parameters = hash.substring(0, hash.indexOf('$', "$argon2id$v=19$".length()));
      assertTrue(Passwords.NOBODY.startsWith(parameters + "$"), parameters);
      assertFalse(passwords.matches("a good password", null));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"password", "PassWord1", "12345678", "qwertyuiop", "iloveyou"})
  void whatIsGuessedFirstIsKnownInAnyCase(String common) {
    assertTrue(CommonPasswords.contains(common));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a long sentence", "the password of ada@example.org", "Tr0ub4dor&3x"})
  void othersAreNot(String rare) {
    assertFalse(CommonPasswords.contains(rare));
  }
}
