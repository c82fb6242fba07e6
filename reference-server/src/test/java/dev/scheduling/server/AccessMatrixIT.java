package dev.scheduling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scheduling.server.AccessCast.Caller;
import dev.scheduling.server.AccessCast.Scene;
import dev.scheduling.server.ApiClient.Reply;
import dev.scheduling.server.ApiContract.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Sends every request of the API's document, made of its examples, as every kind of caller, and
 * compares the answers with docs/access.md. A path without a row there fails the build.
 */
final class AccessMatrixIT {

  private static final Path TABLE = Path.of("../docs/access.md");

  private static AccessCast cast;

  @BeforeAll
  static void start() {
    cast = AccessCast.start();
  }

  @AfterAll
  static void stop() {
    cast.close();
  }

  /** The rows of the table: the statuses of each request, in the order of the callers. */
  private static Map<String, List<Integer>> rows(String text) {
    Map<String, List<Integer>> rows = new LinkedHashMap<>();
    for (String line : text.split("\n")) {
      String[] cells = line.split("\\|");
      if (cells.length > 2 && cells[1].strip().matches("[A-Z]+ /.*")) {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 2; i < cells.length; i++) {
          statuses.add(Integer.valueOf(cells[i].strip()));
        }
        rows.put(cells[1].strip(), statuses);
      }
    }
    return rows;
  }

  private static Map<String, List<Integer>> rows() {
    try {
      return rows(Files.readString(TABLE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The operation that a row is about; a row may add a query to its path. */
  private static String operationOf(String row) {
    return row.split("\\?", 2)[0];
  }

  private static Set<String> differences(Set<String> rows, Set<String> document) {
    Set<String> all = new TreeSet<>();
    document.stream()
        .filter(each -> !rows.contains(each))
        .forEach(each -> all.add("no row: " + each));
    rows.stream()
        .filter(each -> !document.contains(operationOf(each)))
        .forEach(each -> all.add("not in openapi.json: " + each));
    return all;
  }

  @Test
  void everyOperationHasARowAndEveryRowAnOperation() {
    Set<String> document = ApiContract.STATED.operations().keySet();
    Map<String, List<Integer>> rows = rows();
    assertEquals(Set.of(), differences(rows.keySet(), document));
    rows.forEach((row, statuses) -> assertEquals(Caller.values().length, statuses.size(), row));

    Set<String> oneMore = new TreeSet<>(document);
    oneMore.add("GET /v1/forgotten");
    assertEquals(Set.of("no row: GET /v1/forgotten"), differences(rows.keySet(), oneMore));
    Set<String> oneLess = new TreeSet<>(document);
    oneLess.remove("GET /v1/me");
    assertEquals(Set.of("not in openapi.json: GET /v1/me"), differences(rows.keySet(), oneLess));
  }

  @TestFactory
  Stream<DynamicTest> everyCallerIsAnsweredAsTheTableSays() {
    return rows().entrySet().stream()
        .filter(row -> ApiContract.STATED.operations().containsKey(operationOf(row.getKey())))
        .map(row -> dynamicTest(row.getKey(), () -> play(row.getKey(), row.getValue())));
  }

  private static void play(String row, List<Integer> expected) {
    Operation operation = ApiContract.STATED.operations().get(operationOf(row));
    Map<Caller, Integer> answers = new LinkedHashMap<>();
    Map<Caller, Integer> wanted = new LinkedHashMap<>();
    Scene scene = null;
    for (Caller caller : Caller.values()) {
      if (scene == null) {
        scene = cast.scene();
      }
      prepare(row, scene);
      ApiClient client = cast.client(caller);
      Reply reply = client.send(request(row, operation, client, caller, scene));
      answers.put(caller, reply.status());
      wanted.put(caller, expected.get(caller.ordinal()));
      if (reply.status() < 300 && !operation.method().equals("GET")) {
        // What was changed is made anew for the next one.
        scene = null;
        if (operation.path().startsWith("/v1/me") || operation.path().startsWith("/v1/sessions")) {
          cast.renew(caller);
        } else if (operation.path().startsWith("/v1/password-resets")) {
          cast.renew(Caller.OWNER);
        }
      }
    }
    assertEquals(wanted, answers, row);
  }

  @TestFactory
  Stream<DynamicTest> theDocumentSaysWhoIsAskedForATokenAndWhereAnAppPasswordIsGood() {
    return rows().entrySet().stream()
        .filter(row -> ApiContract.STATED.operations().containsKey(row.getKey()))
        .map(row -> dynamicTest(row.getKey(), () -> enter(row.getKey(), row.getValue())));
  }

  /** As the owner's program, which may read and write. */
  private static void enter(String row, List<Integer> statuses) {
    Operation operation = ApiContract.STATED.operations().get(row);
    Set<String> ways = ApiContract.STATED.ways(operation);
    int anonymous = statuses.get(Caller.ANONYMOUS.ordinal());
    assertEquals(ways.contains("accessToken"), anonymous == 401, row);
    if (ways.isEmpty()) {
      return;
    }
    Scene scene = cast.scene();
    prepare(row, scene);
    ApiClient program = cast.programOfOwner();
    Reply reply = program.send(request(row, operation, program, Caller.OWNER, scene));
    int owners = statuses.get(Caller.OWNER.ordinal());
    assertEquals(ways.contains("appPassword") ? owners : 403, reply.status(), reply::toString);
  }

  /** What has to be so before a request makes sense. */
  private static void prepare(String row, Scene scene) {
    if (row.endsWith("/restore")) {
      cast.client(Caller.OWNER).delete(scene.path() + "/events/" + scene.event(), "*");
    }
  }

  private static HttpRequest.Builder request(
      String row, Operation operation, ApiClient client, Caller caller, Scene scene) {
    String path = row.substring(row.indexOf('/') + 1);
    StringBuilder query = new StringBuilder();
    Map<String, String> headers = new LinkedHashMap<>();
    for (JsonNode parameter : ApiContract.STATED.parameters(operation)) {
      if (parameter.path("required").asBoolean()) {
        String name = parameter.get("name").asText();
        String value = scene.fill(parameter.path("example").asText(), caller);
        switch (parameter.get("in").asText()) {
          case "path" -> path = path.replace("{" + name + "}", encoded(value));
          case "query" -> query.append('&').append(name).append('=').append(encoded(value));
          default -> headers.put(name, value);
        }
      }
    }
    path = scene.fill(path, caller);
    if (query.length() > 0) {
      path += (path.contains("?") ? "&" : "?") + query.substring(1);
    }
    HttpRequest.Builder request = client.request(operation.method(), path, "");
    headers.forEach(request::header);
    JsonNode content = operation.node().at("/requestBody/content");
    if (!content.isMissingNode()) {
      String type = content.fieldNames().next();
      JsonNode example = content.get(type).path("example");
      assertTrue(!example.isMissingNode(), () -> operation + " has no example of its body");
      String body = scene.fill(example.isTextual() ? example.asText() : example.toString(), caller);
      request
          .header("Content-Type", type)
          .method(operation.method(), BodyPublishers.ofString(body));
    }
    return request;
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
