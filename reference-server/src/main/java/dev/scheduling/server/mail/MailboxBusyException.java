package dev.scheduling.server.mail;

/** A mailbox takes no mail for now, as its server says; other mailboxes may. */
public final class MailboxBusyException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  MailboxBusyException(String message, Throwable cause) {
    super(message, cause);
  }
}
