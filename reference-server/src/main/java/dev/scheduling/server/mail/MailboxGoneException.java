package dev.scheduling.server.mail;

/** The mail server said that there is no such mailbox, now and later. */
public final class MailboxGoneException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  MailboxGoneException(String message, Throwable cause) {
    super(message, cause);
  }
}
