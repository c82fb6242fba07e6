package dev.scheduling.server;

import java.util.List;

/** Settings with which the server cannot start; the message names every one of them. */
public final class WrongSettingsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  WrongSettingsException(List<String> complaints) {
    super("The server cannot start with these settings:\n  " + String.join("\n  ", complaints));
  }
}
