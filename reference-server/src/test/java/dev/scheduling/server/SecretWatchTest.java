package dev.scheduling.server;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The watch that all tests with a server stand under finds what it is to find. */
final class SecretWatchTest {

  @Test
  void whatATestSentOrWasSentIsFoundInALog() {
    String log = "2026-03-02 WARN a.b.C - refused: one-of-a-kind-%s and more";
    SecretWatch.check("before", log.formatted("password"));
    SecretWatch.registerBody("{\"email\":\"a@b.org\",\"password\": \"one-of-a-kind-password\"}");
    SecretWatch.registerBody("{\"secret\":\"one-of-a-kind-secret\"}");
    SecretWatch.registerCookie("scheduling-refresh=one-of-a-kind-cookie; Path=/; HttpOnly");
    for (String secret : new String[] {"password", "secret", "cookie"}) {
      assertThrows(
          AssertionError.class, () -> SecretWatch.check("log", log.formatted(secret)), secret);
    }
    assertDoesNotThrow(() -> SecretWatch.check("log", log.formatted("nothing")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl",
        "hash $argon2id$v=19$m=19456,t=2,p=1$c29tZS1yYW5kb20tc2FsdA$abc",
        "{\"kty\":\"EC\",\"d\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}"
      })
  void tokensHashesAndKeysAreFoundWithoutHavingBeenSeenBefore(String line) {
    assertThrows(AssertionError.class, () -> SecretWatch.check("log", line));
  }
}
