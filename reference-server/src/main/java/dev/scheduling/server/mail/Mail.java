package dev.scheduling.server.mail;

/**
 * A letter of plain text. Immutable and thread-safe.
 *
 * @param id names it, so that who gets it twice can tell
 * @param to one address
 */
public record Mail(String id, String to, String subject, String text) {

  /** Without the text, which may hold a link that is a secret. */
  @Override
  public String toString() {
    return "Mail[" + id + "]";
  }
}
