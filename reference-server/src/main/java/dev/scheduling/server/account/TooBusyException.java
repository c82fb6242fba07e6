package dev.scheduling.server.account;

/** Too many passwords wait to be checked; come back in a moment. */
public final class TooBusyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TooBusyException() {
    super("too many sign-ins at once", null, false, false);
  }
}
