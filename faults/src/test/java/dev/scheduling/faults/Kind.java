package dev.scheduling.faults;

/** What becomes of a message at its consumer. */
enum Kind {
  /** Has its effect. */
  PLAIN,
  /** Fails the first time, or the first few times, and then has its effect. */
  FLAKY,
  /** Makes no sense: is to be given up at once. */
  REFUSED,
  /** Fails however often it is tried: is to be given up after the last attempt. */
  HOPELESS;

  static final String CAUSE_OF_REFUSED = "this message makes no sense";
  static final String CAUSE_OF_HOPELESS = "this message always fails";

  /** The type of messages of this kind. */
  String type() {
    return "fault." + name().toLowerCase(java.util.Locale.ROOT);
  }

  static Kind of(String type) {
    return valueOf(type.substring("fault.".length()).toUpperCase(java.util.Locale.ROOT));
  }

  boolean isPoison() {
    return this == REFUSED || this == HOPELESS;
  }
}
