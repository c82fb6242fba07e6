package dev.scheduling.ics;

import java.util.ArrayList;
import java.util.List;

/** TEXT values (RFC 5545, section 3.3.11): what is escaped, and what may not occur at all. */
final class IcsText {

  private IcsText() {}

  /**
   * Whether a character has no place in a calendar: controls other than the tab, and the two that
   * make the text after them run backwards, which serve to disguise links.
   */
  static boolean isForbidden(char c) {
    return (c < 0x20 && c != '\t')
        || (c >= 0x7F && c <= 0x9F)
        || c == '\u202D'
        || c == '\u202E'
        || c >= '\uFFFE';
  }

  static String withoutForbidden(String text) {
    StringBuilder result = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (!isForbidden(text.charAt(i))) {
        result.append(text.charAt(i));
      }
    }
    return result.toString();
  }

  /** The text that a value stands for. A backslash before any other character means itself. */
  static String unescape(String value) {
    int slash = value.indexOf('\\');
    if (slash < 0) {
      return value;
    }
    StringBuilder text = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c != '\\' || i + 1 == value.length()) {
        text.append(c);
        continue;
      }
      char next = value.charAt(++i);
      switch (next) {
        case 'n', 'N' -> text.append('\n');
        case '\\', ';', ',', '"', ':' -> text.append(next);
        default -> text.append(c).append(next);
      }
    }
    return text.toString();
  }

  /** The texts of a comma-separated value, without the empty ones. */
  static List<String> unescapeList(String value) {
    List<String> texts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= value.length(); i++) {
      if (i + 1 < value.length() && value.charAt(i) == '\\') {
        i++;
        continue;
      }
      if (i == value.length() || value.charAt(i) == ',') {
        String text = unescape(value.substring(start, i)).strip();
        if (!text.isEmpty()) {
          texts.add(text);
        }
        start = i + 1;
      }
    }
    return texts;
  }

  /** The value that stands for a text; characters that no value may hold are left out. */
  static String escape(String text) {
    StringBuilder value = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\', ';', ',' -> value.append('\\').append(c);
        case '\n' -> value.append("\\n");
        case '\r' -> {
          if (i + 1 == text.length() || text.charAt(i + 1) != '\n') {
            value.append("\\n");
          }
        }
        default -> {
          if (!isForbidden(c)) {
            value.append(c);
          }
        }
      }
    }
    return value.toString();
  }
}
