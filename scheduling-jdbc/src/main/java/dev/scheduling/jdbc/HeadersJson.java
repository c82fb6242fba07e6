package dev.scheduling.jdbc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.scheduling.SchedulingException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** The headers of a message as a JSON object of strings. */
final class HeadersJson {

  private static final JsonFactory JSON = new JsonFactory();
  private static final String NONE = "{}";

  private HeadersJson() {}

  static String write(Map<String, String> headers) {
    if (headers.isEmpty()) {
      return NONE;
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      for (Map.Entry<String, String> header : headers.entrySet()) {
        json.writeStringField(header.getKey(), header.getValue());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing into memory failed", e);
    }
    return text.toString();
  }

  static Map<String, String> read(String text) {
    Map<String, String> headers = new TreeMap<>();
    if (text.equals(NONE)) {
      return headers;
    }
    try (JsonParser json = JSON.createParser(text)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        headers.put(json.currentName(), json.nextTextValue());
      }
    } catch (IOException e) {
      throw new SchedulingException("the headers of a stored message are not JSON", e);
    }
    return headers;
  }
}
