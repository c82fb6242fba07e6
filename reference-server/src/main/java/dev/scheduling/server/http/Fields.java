package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.server.http.Problem.FieldError;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object, read one by one; what is wrong with them is collected, so that one
 * answer tells all of it. A member that is absent and one that is null are the same. Members that
 * nobody asks for are ignored. Not thread-safe.
 */
final class Fields {

  private static final int MOST_ERRORS = 20;

  private final ObjectNode object;
  private final String pointer;
  private final List<FieldError> errors;

  private Fields(ObjectNode object, String pointer, List<FieldError> errors) {
    this.object = object;
    this.pointer = pointer;
    this.errors = errors;
  }

  static Fields of(ObjectNode object) {
    return new Fields(object, "", new ArrayList<>());
  }

  /** Says that a member is wrong. */
  void wrong(String name, String message) {
    if (errors.size() < MOST_ERRORS) {
      errors.add(new FieldError(pointer + "/" + name, message));
    }
  }

  /**
   * To be called when all members were read.
   *
   * @throws Problem if some were wrong
   */
  void check() {
    if (!errors.isEmpty()) {
      throw Problem.invalid(errors);
    }
  }

  /** What is wrong with a member, where that cannot wait. */
  Problem problem(String name, String message) {
    return Problem.invalid(pointer + "/" + name, message);
  }

  boolean has(String name) {
    return object.hasNonNull(name);
  }

  /** Whether a member is a string of more characters. */
  boolean isLongerThan(String name, int characters) {
    JsonNode node = member(name);
    return node != null && node.isTextual() && node.textValue().length() > characters;
  }

  private @Nullable JsonNode member(String name) {
    JsonNode node = object.get(name);
    return node == null || node.isNull() ? null : node;
  }

  @Nullable String text(String name, int longest) {
    JsonNode node = member(name);
    if (node == null) {
      return null;
    }
    if (!node.isTextual()) {
      wrong(name, name + " must be a string");
      return null;
    }
    String text = node.textValue();
    if (text.length() > longest) {
      wrong(name, name + " may have " + longest + " characters, but has " + text.length());
      return null;
    }
    String trouble = Texts.trouble(text);
    if (trouble != null) {
      wrong(name, name + " " + trouble);
      return null;
    }
    return text;
  }

  /** A string that must be there; the empty string after a complaint. */
  String requiredText(String name, int longest) {
    String text = text(name, longest);
    if (text == null) {
      if (!has(name)) {
        wrong(name, name + " is missing");
      }
      return "";
    }
    return text;
  }

  /** The names of the members, for an object that is a map. */
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Nullable Boolean bool(String name) {
    JsonNode node = member(name);
    if (node == null) {
      return null;
    }
    if (!node.isBoolean()) {
      wrong(name, name + " must be true or false");
      return null;
    }
    return node.booleanValue();
  }

  @Nullable Long integer(String name, long least, long most) {
    JsonNode node = member(name);
    if (node == null) {
      return null;
    }
    if (!node.isIntegralNumber()
        || !node.canConvertToLong()
        || node.longValue() < least
        || node.longValue() > most) {
      wrong(name, name + " must be a whole number from " + least + " to " + most);
      return null;
    }
    return node.longValue();
  }

  @Nullable Fields object(String name) {
    JsonNode node = member(name);
    if (node == null) {
      return null;
    }
    if (node instanceof ObjectNode inner) {
      return new Fields(inner, pointer + "/" + name, errors);
    }
    wrong(name, name + " must be an object");
    return null;
  }

  /** The strings of an array; null if it is absent. */
  @Nullable List<String> texts(String name, int most, int longest) {
    JsonNode array = array(name, most);
    if (array == null) {
      return null;
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      JsonNode node = array.get(i);
      String trouble =
          !node.isTextual()
              ? "must be a string"
              : node.textValue().length() > longest
                  ? "may have " + longest + " characters"
                  : Texts.trouble(node.textValue());
      if (trouble != null) {
        wrong(name + "/" + i, "an entry of " + name + " " + trouble);
      } else {
        texts.add(node.textValue());
      }
    }
    return texts;
  }

  /** The objects of an array; null if it is absent. */
  @Nullable List<Fields> objects(String name, int most) {
    JsonNode array = array(name, most);
    if (array == null) {
      return null;
    }
    List<Fields> objects = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      if (array.get(i) instanceof ObjectNode inner) {
        objects.add(new Fields(inner, pointer + "/" + name + "/" + i, errors));
      } else {
        wrong(name + "/" + i, "an entry of " + name + " must be an object");
      }
    }
    return objects;
  }

  private @Nullable JsonNode array(String name, int most) {
    JsonNode node = member(name);
    if (node == null) {
      return null;
    }
    if (!node.isArray()) {
      wrong(name, name + " must be an array");
      return null;
    }
    if (node.size() > most) {
      wrong(name, name + " may have " + most + " entries, but has " + node.size());
      return null;
    }
    return node;
  }

  /** A zone of the tz database, or null. */
  @Nullable ZoneId zone(String name) {
    String text = text(name, 64);
    if (text == null) {
      return null;
    }
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      wrong(name, name + " must be a zone of the tz database such as Europe/Berlin");
      return null;
    }
  }

  /** An RFC 3339 instant, or null. */
  @Nullable Instant instant(String name) {
    String text = text(name, 40);
    if (text == null) {
      return null;
    }
    try {
      return Instants.parse(text);
    } catch (DateTimeException e) {
      wrong(name, name + " must be an RFC 3339 instant such as 2026-03-02T08:30:00Z");
      return null;
    }
  }

  /** An instant that must be there; null after a complaint. */
  @Nullable Instant requiredInstant(String name) {
    if (!has(name)) {
      wrong(name, name + " is missing");
    }
    return instant(name);
  }

  /** An exact ISO 8601 duration, or null. */
  @Nullable Duration duration(String name) {
    String text = text(name, 64);
    if (text == null) {
      return null;
    }
    try {
      return Duration.parse(text);
    } catch (DateTimeException | ArithmeticException e) {
      wrong(name, name + " must be an exact ISO 8601 duration such as PT15M");
      return null;
    }
  }

  /** One of the constants of an enum, in small letters, or null. */
  <E extends Enum<E>> @Nullable E choice(String name, Class<E> type) {
    String text = text(name, 40);
    if (text == null) {
      return null;
    }
    List<String> names = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String known = constant.name().toLowerCase(Locale.ROOT);
      if (known.equals(text)) {
        return constant;
      }
      names.add(known);
    }
    wrong(name, name + " must be one of " + String.join(", ", names));
    return null;
  }

  /**
   * Whatever {@code parse} makes of a member; null if it refuses it, which is then told as the
   * trouble with {@code name}.
   */
  <T> @Nullable T parsed(String name, Supplier<T> parse) {
    try {
      return parse.get();
    } catch (DateTimeException | IllegalArgumentException e) {
      wrong(name, String.valueOf(e.getMessage()));
      return null;
    }
  }
}
