package dev.scheduling.notification;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.scheduling.OwnerId;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.RefusedException;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The payload of one of the engine's own messages: a JSON object of single values. Immutable and
 * thread-safe.
 */
final class FlatJson {

  /** What every message has for the engine's sake; the rest is for whoever is told. */
  private static final Set<String> ENVELOPE = Set.of("kind", "owner");

  private static final JsonFactory JSON = new JsonFactory();

  private final Map<String, String> values;
  private final String data;

  private FlatJson(Map<String, String> values, String data) {
    this.values = Map.copyOf(values);
    this.data = data;
  }

  /**
   * Reads a message's payload.
   *
   * @throws RefusedException if it is something else
   */
  static FlatJson read(OutboxMessage message) {
    return read(message.payload());
  }

  /**
   * Reads a text.
   *
   * @throws RefusedException if it is something else
   */
  static FlatJson read(byte[] text) {
    Map<String, String> values = new HashMap<>();
    StringWriter data = new StringWriter();
    try (JsonParser in = JSON.createParser(text);
        JsonGenerator out = JSON.createGenerator(data)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new RefusedException("the message is not a JSON object");
      }
      out.writeStartObject();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        JsonToken value = in.nextToken();
        if (!value.isScalarValue()) {
          throw new RefusedException("field " + name + " of the message is not a single value");
        }
        values.put(name, in.getText());
        if (!ENVELOPE.contains(name)) {
          out.writeFieldName(name);
          out.copyCurrentEvent(in);
        }
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new RefusedException("the message is not JSON", e);
    }
    return new FlatJson(values, data.toString());
  }

  /** All members but {@code kind} and {@code owner}, as a JSON object. */
  String data() {
    return data;
  }

  Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  String required(String name) {
    return value(name).orElseThrow(() -> new RefusedException("the message has no field " + name));
  }

  OwnerId owner() {
    try {
      return OwnerId.of(required("owner"));
    } catch (IllegalArgumentException e) {
      throw new RefusedException("the message names no owner", e);
    }
  }
}
