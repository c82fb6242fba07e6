package dev.scheduling.server.account;

/** Another account has the e-mail address. */
public final class EmailTakenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  EmailTakenException() {
    super("the e-mail address is taken", null, false, false);
  }
}
