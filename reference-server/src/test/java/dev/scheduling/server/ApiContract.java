package dev.scheduling.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The document of the API, and whether answers are as it says: status, headers, type of content and
 * body. A member that the document does not name is a fault too, so that it cannot fall behind.
 * Thread-safe.
 */
final class ApiContract {

  /** The statuses of {@code default}: what may befall any request. */
  private static final Set<Integer> TROUBLE = Set.of(400, 429, 431, 500, 503);

  /** What is answered where the document has no such path or method. */
  private static final Set<Integer> ELSEWHERE = Set.of(400, 404, 405, 414, 429, 431, 503);

  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

  /** The document that the server serves. */
  static final ApiContract STATED = new ApiContract(read());

  /** One method of one path. */
  record Operation(String method, String path, JsonNode node, Pattern pattern) {

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private final ObjectNode document;
  private final JsonNode components;
  private final Map<String, Operation> operations = new TreeMap<>();
  private final Map<JsonNode, Schema> schemas = new ConcurrentHashMap<>();
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(
          Dialects.getDraft202012(),
          builder ->
              builder.schemaRegistryConfig(
                  SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

  ApiContract(ObjectNode document) {
    this.document = document;
    this.components = closed(document.get("components"));
    document
        .get("paths")
        .fields()
        .forEachRemaining(
            path ->
                path.getValue()
                    .fields()
                    .forEachRemaining(
                        member -> {
                          if (METHODS.contains(member.getKey())) {
                            add(member.getKey(), path.getKey(), member.getValue());
                          }
                        }));
  }

  private static ObjectNode read() {
    String file = "/dev/scheduling/server/http/openapi.json";
    try (InputStream in = ApiContract.class.getResourceAsStream(file)) {
      return (ObjectNode) new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String method, String path, JsonNode node) {
    StringBuilder pattern = new StringBuilder();
    for (String part : path.split("(?=\\{)|(?<=})")) {
      pattern.append(part.startsWith("{") ? "[^/]+" : Pattern.quote(part));
    }
    Operation operation =
        new Operation(
            method.toUpperCase(Locale.ROOT), path, node, Pattern.compile(pattern.toString()));
    operations.put(operation.toString(), operation);
  }

  /** A copy of the document, to be spoilt by a test. */
  ObjectNode copy() {
    return document.deepCopy();
  }

  /** The operations by method and path, such as {@code GET /v1/me}. */
  Map<String, Operation> operations() {
    return operations;
  }

  /** The schemes of which one lets a caller in; empty for an operation that is open to anyone. */
  Set<String> ways(Operation operation) {
    Set<String> ways = new TreeSet<>();
    JsonNode own = operation.node().path("security");
    (own.isMissingNode() ? document.get("security") : own)
        .forEach(way -> way.fieldNames().forEachRemaining(ways::add));
    return ways;
  }

  /** The parameters of an operation, also those that it shares with the others of its path. */
  List<JsonNode> parameters(Operation operation) {
    List<JsonNode> all = new ArrayList<>();
    document
        .get("paths")
        .get(operation.path())
        .path("parameters")
        .forEach(each -> all.add(resolved(each)));
    operation.node().path("parameters").forEach(each -> all.add(resolved(each)));
    return all;
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
  }

  /**
   * Holds an answer against the document.
   *
   * @throws AssertionError if it is not as the document says
   */
  void check(HttpResponse<byte[]> response) {
    String method = response.request().method();
    String path = response.request().uri().getRawPath();
    List<String> complaints =
        complaints(method, path, response.statusCode(), headers(response), response.body());
    if (!complaints.isEmpty()) {
      throw new AssertionError(
          "%s %s answered %d, which is not as openapi.json says: %s%n%s"
              .formatted(
                  method,
                  path,
                  response.statusCode(),
                  complaints,
                  new String(response.body(), StandardCharsets.UTF_8)));
    }
  }

  private static Map<String, String> headers(HttpResponse<?> response) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    response.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
    return headers;
  }

  /** What is wrong with an answer; empty for one that is as the document says. */
  List<String> complaints(
      String method, String path, int status, Map<String, String> headers, byte[] body) {
    Optional<Operation> operation = find(method, path);
    if (operation.isPresent()) {
      return stated(operation.get(), status)
          .map(response -> complaints(response, headers, body))
          .orElseGet(() -> List.of("the status is not named"));
    }
    if (isPage(path) && status < 400 || method.equals("OPTIONS") && status == 204) {
      // Files for people, and what a browser asks before it lets a page of another origin ask.
      return List.of();
    }
    return ELSEWHERE.contains(status)
        ? complaints(trouble(), headers, body)
        : List.of("the path or the method is not named");
  }

  private Optional<Operation> find(String method, String path) {
    Operation exact = operations.get(method + " " + path);
    return exact != null
        ? Optional.of(exact)
        : operations.values().stream()
            .filter(each -> each.method().equals(method) && each.pattern().matcher(path).matches())
            .findFirst();
  }

  /** The page and its files are no part of the API. */
  static boolean isPage(String path) {
    return !path.startsWith("/v1/") && !path.startsWith("/health/");
  }

  private Optional<JsonNode> stated(Operation operation, int status) {
    JsonNode responses = operation.node().get("responses");
    JsonNode named = responses.get(Integer.toString(status));
    if (named != null) {
      return Optional.of(resolved(named));
    }
    return TROUBLE.contains(status) && responses.has("default")
        ? Optional.of(resolved(responses.get("default")))
        : Optional.empty();
  }

  private JsonNode trouble() {
    return document.at("/components/responses/Trouble");
  }

  private List<String> complaints(JsonNode response, Map<String, String> headers, byte[] body) {
    List<String> complaints = new ArrayList<>();
    response
        .path("headers")
        .fields()
        .forEachRemaining(
            header -> {
              if (header.getValue().path("required").asBoolean()
                  && !headers.containsKey(header.getKey())) {
                complaints.add("the header " + header.getKey() + " is missing");
              }
            });
    String type = headers.getOrDefault("Content-Type", "").split(";")[0];
    if (!response.has("content")) {
      if (body.length > 0) {
        complaints.add("there is a body");
      }
    } else if (!response.get("content").has(type)) {
      complaints.add("the type of the content is '" + type + "'");
    } else {
      complaints.addAll(complaints(response.get("content").get(type).get("schema"), type, body));
    }
    return complaints;
  }

  private List<String> complaints(JsonNode schema, String type, byte[] body) {
    JsonNode content;
    try {
      content =
          type.endsWith("json")
              ? new ObjectMapper().readTree(body)
              : TextNode.valueOf(new String(body, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return List.of("the body is not JSON");
    }
    return schemas.computeIfAbsent(schema, this::compiled).validate(content).stream()
        .map(error -> error.getInstanceLocation() + " " + error.getMessage())
        .toList();
  }

  private Schema compiled(JsonNode schema) {
    ObjectNode whole = (ObjectNode) closed(schema);
    whole.set("components", components);
    return registry.getSchema(whole);
  }

  /** A copy in which objects have the members that are named and no others. */
  private static JsonNode closed(JsonNode node) {
    JsonNode copy = node.deepCopy();
    close(copy);
    return copy;
  }

  private static void close(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.path("properties").isObject()
        && object.path("type").asText().equals("object")) {
      object.put("additionalProperties", false);
    }
    node.forEach(ApiContract::close);
  }
}
