package dev.scheduling.server.account;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The e-mail address that names an account: ASCII in lower case, so that two which look alike are
 * the same. Immutable and thread-safe.
 *
 * @param value at most 254 characters, as {@link #parse} leaves it
 */
public record EmailAddress(String value) {

  private static final int LONGEST = 254;
  private static final Pattern FORM =
      Pattern.compile(
          "[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
              + "@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]");
  private static final int LONGEST_LOCAL_PART = 64;

  /** Reads an address, whatever its case; empty if it is none. */
  public static Optional<EmailAddress> parse(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    if (lower.length() > LONGEST
        || lower.indexOf('@') > LONGEST_LOCAL_PART
        || !FORM.matcher(lower).matches()) {
      return Optional.empty();
    }
    return Optional.of(new EmailAddress(lower));
  }

  @Override
  public String toString() {
    return value;
  }
}
