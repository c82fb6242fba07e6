package dev.scheduling.ics;

import java.util.ArrayList;
import java.util.List;
import net.fortuna.ical4j.model.Parameter;
import net.fortuna.ical4j.model.ParameterList;
import net.fortuna.ical4j.model.Property;
import net.fortuna.ical4j.model.PropertyFactory;
import net.fortuna.ical4j.model.parameter.XParameter;
import net.fortuna.ical4j.validate.ValidationResult;

/**
 * A property whose value is written as it stands. ical4j's own would read it again, look up its
 * zone and put the rule's parts in another order.
 */
final class WrittenProperty extends Property {

  private static final long serialVersionUID = 1L;

  private final String value;

  /**
   * @param value in the form of section 3.3 of RFC 5545, escaped where it is text
   * @param parameters names and values in turn
   */
  WrittenProperty(String name, String value, String... parameters) {
    super(name, parameters(parameters));
    this.value = value;
  }

  /** A property whose value is text. */
  static WrittenProperty text(String name, String text) {
    return new WrittenProperty(name, IcsText.escape(text));
  }

  private static ParameterList parameters(String... namesAndValues) {
    List<Parameter> parameters = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      parameters.add(new XParameter(namesAndValues[i], namesAndValues[i + 1]));
    }
    return new ParameterList(parameters);
  }

  @Override
  public String getValue() {
    return value;
  }

  @Override
  public void setValue(String other) {
    throw new UnsupportedOperationException("a written property does not change");
  }

  @Override
  public ValidationResult validate() {
    return ValidationResult.EMPTY;
  }

  @Override
  protected PropertyFactory<?> newFactory() {
    throw new UnsupportedOperationException("a written property is not copied");
  }
}
