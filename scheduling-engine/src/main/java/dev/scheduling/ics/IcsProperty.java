package dev.scheduling.ics;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One property of a component, with its value as it was written.
 *
 * @param name in upper case
 * @param parameters by name in upper case, without quotes
 */
record IcsProperty(String name, Map<String, String> parameters, String value) {

  @Nullable String parameter(String parameter) {
    return parameters.get(parameter);
  }

  /** Whether a parameter has a value, whatever its case. */
  boolean has(String parameter, String expected) {
    String actual = parameters.get(parameter);
    return actual != null && actual.equalsIgnoreCase(expected);
  }

  /** The value in upper case, without space around it. */
  String keyword() {
    return value.strip().toUpperCase(Locale.ROOT);
  }
}
