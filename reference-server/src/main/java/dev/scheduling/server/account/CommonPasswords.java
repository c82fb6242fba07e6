package dev.scheduling.server.account;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The passwords that are tried first by who guesses. Read when it is first asked; thread-safe. */
public final class CommonPasswords {

  private static final String LIST = "common-passwords.txt";

  private CommonPasswords() {}

  /** Whether a password is one of them, in whatever case. */
  public static boolean contains(String password) {
    return Known.ALL.contains(password.toLowerCase(Locale.ROOT));
  }

  private static final class Known {
    static final Set<String> ALL = read();
  }

  private static Set<String> read() {
    try (InputStream in =
            Objects.requireNonNull(CommonPasswords.class.getResourceAsStream(LIST), LIST);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      return lines.lines().collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
