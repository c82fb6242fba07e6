package dev.scheduling.ics;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import net.fortuna.ical4j.data.CalendarParserImpl;
import net.fortuna.ical4j.data.ContentHandler;
import net.fortuna.ical4j.data.ParserException;
import org.jspecify.annotations.Nullable;

/**
 * The lines of one component, gathered one by one and then parsed into its properties and inner
 * components.
 */
final class ComponentText {

  /*
   * ical4j parses; its typed model is not built, since one value that it refuses would cost the whole
   * file. Each component is parsed by itself, for the same reason. What comes here is unfolded,
   * clean, nested properly, and every line has passed isProperty: an odd number of quotes would make
   * the parser take the next line for a part of this one.
   */

  private final StringBuilder text = new StringBuilder(512).append("BEGIN:VCALENDAR\r\n");

  void begin(String name) {
    text.append("BEGIN:").append(name).append("\r\n");
  }

  void end(String name) {
    text.append("END:").append(name).append("\r\n");
  }

  /** Adds a line that {@link #isProperty} accepts. */
  void property(String line) {
    text.append(line).append("\r\n");
  }

  /**
   * A component that holds what was gathered.
   *
   * @throws InvalidIcsException if the parser does not understand it
   */
  IcsComponent parse(int line) {
    Tree tree = new Tree();
    try {
      new CalendarParserImpl(true)
          .parse(new StringReader(text.append("END:VCALENDAR\r\n").toString()), tree);
    } catch (ParserException | IOException e) {
      throw new InvalidIcsException(line, "cannot be parsed: " + e.getMessage());
    }
    return tree.root;
  }

  /** The upper-case name of the property in a line, or null if the line is no property. */
  static @Nullable String propertyName(String line) {
    int end = 0;
    while (end < line.length() && isNameCharacter(line.charAt(end))) {
      end++;
    }
    return end > 0 && isProperty(line, end)
        ? line.substring(0, end).toUpperCase(Locale.ROOT)
        : null;
  }

  /** Whether a text can name a component. */
  static boolean isName(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> isNameCharacter((char) c));
  }

  /** The text that follows the first colon of a line, unescaped. */
  static String valueOf(String line) {
    return IcsText.unescape(line.substring(line.indexOf(':') + 1)).strip();
  }

  private static boolean isNameCharacter(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }

  /** Whether parameters in the form of section 3.1 and a colon follow a name. */
  private static boolean isProperty(String line, int afterName) {
    int i = afterName;
    while (i < line.length() && line.charAt(i) == ';') {
      int name = ++i;
      while (i < line.length() && isNameCharacter(line.charAt(i))) {
        i++;
      }
      if (i == name || i == line.length() || line.charAt(i) != '=') {
        return false;
      }
      i = afterParameterValue(line, i + 1);
    }
    return i < line.length() && line.charAt(i) == ':';
  }

  private static int afterParameterValue(String line, int start) {
    int i = start;
    while (i < line.length() && line.charAt(i) != ':' && line.charAt(i) != ';') {
      if (line.charAt(i) == '"') {
        int closing = line.indexOf('"', i + 1);
        if (closing < 0) {
          return line.length();
        }
        i = closing;
      } else if (line.startsWith("\\;", i)) {
        i++; // Apple writes it in X-TITLE, against the grammar.
      }
      i++;
    }
    return i;
  }

  /** Builds the tree from the parser's events. */
  private static final class Tree implements ContentHandler {

    private final IcsComponent root = new IcsComponent("VCALENDAR");
    private final Deque<IcsComponent> open = new ArrayDeque<>();
    private Map<String, String> parameters = Map.of();
    private String value = "";

    @Override
    public void startCalendar() {
      open.push(root);
    }

    @Override
    public void endCalendar() {
      open.pop();
    }

    @Override
    public void startComponent(String name) {
      IcsComponent component = new IcsComponent(name);
      current().add(component);
      open.push(component);
    }

    @Override
    public void endComponent(String name) {
      open.pop();
    }

    @Override
    public void startProperty(String name) {
      parameters = Map.of();
      value = "";
    }

    @Override
    public void parameter(String name, String parameterValue) {
      if (parameters.isEmpty()) {
        parameters = new LinkedHashMap<>();
      }
      String bare =
          parameterValue.length() > 1 && parameterValue.startsWith("\"")
              ? parameterValue.substring(1, parameterValue.length() - 1)
              : parameterValue;
      parameters.putIfAbsent(name.toUpperCase(Locale.ROOT), bare.strip());
    }

    @Override
    public void propertyValue(String propertyValue) {
      value = propertyValue;
    }

    @Override
    public void endProperty(String name) {
      current().add(new IcsProperty(name.toUpperCase(Locale.ROOT), parameters, value));
    }

    private IcsComponent current() {
      return Objects.requireNonNull(open.peek(), "the parser opens a calendar first");
    }
  }
}
