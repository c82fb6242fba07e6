package dev.scheduling.server.mail;

import org.jspecify.annotations.Nullable;

/**
 * A letter. Immutable and thread-safe.
 *
 * @param id names it, so that who gets it twice can tell
 * @param to one address
 * @param text in plain text
 * @param html the same in HTML; null for plain text alone
 */
public record Mail(String id, String to, String subject, String text, @Nullable String html) {

  /** A letter of plain text alone. */
  public Mail(String id, String to, String subject, String text) {
    this(id, to, subject, text, null);
  }

  /** Without the texts, which may hold a link that is a secret. */
  @Override
  public String toString() {
    return "Mail[" + id + "]";
  }
}
