package dev.scheduling.server;

/** The server cannot start: a port is in use, a database cannot be reached. */
public final class StartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
