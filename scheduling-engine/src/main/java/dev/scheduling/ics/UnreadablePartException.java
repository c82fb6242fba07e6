package dev.scheduling.ics;

/** A value that cannot be read; the message names the property. Never leaves the package. */
final class UnreadablePartException extends Exception {

  private static final long serialVersionUID = 1L;

  UnreadablePartException(String message) {
    super(message);
  }
}
