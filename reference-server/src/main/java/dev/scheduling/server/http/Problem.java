package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.server.json.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A refusal, as the client is told of it: a problem document (RFC 9457) with its status. It carries
 * no stack, for it is an answer and not a fault.
 */
public final class Problem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * One field that is wrong.
   *
   * @param pointer a JSON pointer into the body, or the name of a query parameter
   */
  record FieldError(String pointer, String message) {}

  private final int status;
  private final String type;
  private final String title;
  private final transient List<FieldError> errors;
  private final transient ObjectNode more;
  private final Map<String, String> headers = new TreeMap<>();

  private Problem(int status, String type, String title, String detail, List<FieldError> errors) {
    super(detail, null, false, false);
    this.status = status;
    this.type = type;
    this.title = title;
    this.errors = List.copyOf(errors);
    this.more = Json.object();
  }

  /** What cannot be read. */
  static Problem unreadable(String detail) {
    return new Problem(400, "unreadable", "The request cannot be read", detail, List.of());
  }

  /** A query parameter or a header that cannot be read. */
  static Problem badParameter(String name, String message) {
    return new Problem(
        400,
        "unreadable",
        "The request cannot be read",
        message,
        List.of(new FieldError(name, message)));
  }

  /** What can be read and makes no sense. */
  static Problem invalid(List<FieldError> errors) {
    return new Problem(
        422, "invalid", "The request makes no sense", errors.get(0).message(), errors);
  }

  /** What can be read and makes no sense, in one field. */
  static Problem invalid(String pointer, String message) {
    return invalid(List.of(new FieldError(pointer, message)));
  }

  static Problem unauthenticated(String detail) {
    return new Problem(401, "unauthenticated", "Sign in first", detail, List.of())
        .header("WWW-Authenticate", "Bearer");
  }

  static Problem forbidden(String detail) {
    return new Problem(403, "forbidden", "This is not allowed", detail, List.of());
  }

  /** What is not there, or is not for this caller to know of. */
  static Problem notFound() {
    return new Problem(
        404, "not-found", "There is nothing here", "there is nothing here", List.of());
  }

  static Problem conflict(String type, String title, String detail) {
    return new Problem(409, type, title, detail, List.of());
  }

  static Problem tooLarge(String detail) {
    return new Problem(413, "too-large", "The request is too large", detail, List.of());
  }

  static Problem unsupported(String detail) {
    return new Problem(
        415, "unsupported-media-type", "This kind of content is not read here", detail, List.of());
  }

  static Problem preconditionRequired() {
    return new Problem(
        428,
        "precondition-required",
        "Say which version you change",
        "If-Match must name the version that you read, as its ETag",
        List.of());
  }

  static Problem preconditionFailed() {
    return new Problem(
        412,
        "precondition-failed",
        "It was changed meanwhile",
        "it is no longer the version that If-Match names; read it again",
        List.of());
  }

  static Problem later(int status, String type, String title, long seconds) {
    return new Problem(status, type, title, "try again in " + seconds + " s", List.of())
        .header("Retry-After", Long.toString(seconds));
  }

  static Problem of(int status, String type, String title, String detail) {
    return new Problem(status, type, title, detail, List.of());
  }

  Problem header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** Further members of the document. */
  ObjectNode more() {
    return more;
  }

  int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }

  ObjectNode toJson(String requestId) {
    ObjectNode json = Json.object();
    json.put("type", "/problems/" + type)
        .put("title", title)
        .put("status", status)
        .put("detail", getMessage())
        .put("requestId", requestId);
    if (!errors.isEmpty()) {
      var array = json.putArray("errors");
      for (FieldError error : errors) {
        array.addObject().put("pointer", error.pointer()).put("message", error.message());
      }
    }
    json.setAll(more);
    return json;
  }
}
