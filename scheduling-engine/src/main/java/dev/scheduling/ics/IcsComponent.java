package dev.scheduling.ics;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One component with its properties and the components inside it; filled while parsing. */
final class IcsComponent {

  private final String name;
  private final List<IcsProperty> properties = new ArrayList<>();
  private final List<IcsComponent> components = new ArrayList<>();

  /**
   * @param name in upper case
   */
  IcsComponent(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  void add(IcsProperty property) {
    properties.add(property);
  }

  void add(IcsComponent component) {
    components.add(component);
  }

  List<IcsProperty> properties() {
    return properties;
  }

  List<IcsComponent> components() {
    return components;
  }

  /** The first property of a name. */
  @Nullable IcsProperty first(String property) {
    for (IcsProperty candidate : properties) {
      if (candidate.name().equals(property)) {
        return candidate;
      }
    }
    return null;
  }

  /** The text of the first property of a name; empty if there is none. */
  String text(String property) {
    IcsProperty found = first(property);
    return found == null ? "" : IcsText.unescape(found.value());
  }

  /** The UID, or null if there is none or it is blank. */
  @Nullable String uid() {
    String uid = text("UID").strip();
    return uid.isEmpty() ? null : uid;
  }
}
