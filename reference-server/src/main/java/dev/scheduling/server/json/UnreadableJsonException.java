package dev.scheduling.server.json;

/** A text that is not one JSON object, or exceeds a limit; the message says where. */
public final class UnreadableJsonException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnreadableJsonException(String message) {
    super(message, null, false, false);
  }
}
