package dev.scheduling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Holds the document of the API and the routes together, and tries whether the holding bites. */
final class ApiContractTest {

  /** What is for people to look at: no program reads it, so it is no part of the API. */
  private static final Set<String> PAGE =
      Set.of("GET /", "GET /index.html", "GET /docs", "GET /<file>");

  private static final String ME =
      "{\"id\":\"a\",\"email\":\"a@example.org\",\"name\":\"\",\"timeZone\":\"UTC\","
          + "\"locale\":\"en\",\"administrator\":false%s}";

  /** What one names and the other does not. */
  private static Set<String> differences(Set<String> routes, Set<String> document) {
    Set<String> all = new TreeSet<>();
    routes.stream()
        .filter(each -> !document.contains(each) && !PAGE.contains(each))
        .forEach(each -> all.add("not in openapi.json: " + each));
    document.stream()
        .filter(each -> !routes.contains(each))
        .forEach(each -> all.add("not answered: " + each));
    return all;
  }

  @Test
  void theDocumentNamesEveryRouteAndEveryRouteIsAnswered() {
    Set<String> routes;
    try (ServerHere server = ServerHere.start(Map.of())) {
      routes = server.endpoints();
    }
    Set<String> document = ApiContract.STATED.operations().keySet();
    assertEquals(Set.of(), differences(routes, document));

    Set<String> oneMore = new HashSet<>(routes);
    oneMore.add("GET /v1/forgotten");
    assertEquals(Set.of("not in openapi.json: GET /v1/forgotten"), differences(oneMore, document));
    Set<String> oneLess = new HashSet<>(routes);
    oneLess.remove("GET /v1/me");
    assertEquals(Set.of("not answered: GET /v1/me"), differences(oneLess, document));
  }

  @Test
  void everyReferenceInTheDocumentLeadsSomewhere() {
    ObjectNode document = ApiContract.STATED.copy();
    List<JsonNode> references = document.findValues("$ref");
    assertTrue(references.size() > 100, "references " + references.size());
    for (JsonNode reference : references) {
      assertFalse(document.at(reference.asText().substring(1)).isMissingNode(), reference::asText);
    }
  }

  @Test
  void everyOperationHasANameOfItsOwnAndSaysWhatItDoes() {
    Set<String> names = new HashSet<>();
    ApiContract.STATED
        .operations()
        .forEach(
            (name, operation) -> {
              assertTrue(names.add(operation.node().path("operationId").asText()), name);
              assertFalse(operation.node().path("summary").asText().isEmpty(), name);
              assertTrue(operation.node().path("responses").has("default"), name);
            });
    assertFalse(names.contains(""));
  }

  private static List<String> complaints(String path, int status, String type, String body) {
    return ApiContract.STATED.complaints(
        "GET", path, status, Map.of("Content-Type", type), body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anAnswerThatTheDocumentDoesNotNameIsAFault() {
    String json = "application/json";
    assertEquals(List.of(), complaints("/v1/me", 200, json, ME.formatted("")));
    assertFalse(complaints("/v1/me", 200, json, ME.formatted(",\"secret\":1")).isEmpty());
    assertFalse(complaints("/v1/me", 200, json, "{}").isEmpty());
    assertFalse(complaints("/v1/me", 200, "text/html", ME.formatted("")).isEmpty());
    assertFalse(complaints("/v1/me", 204, json, "").isEmpty());
    assertFalse(complaints("/v1/me", 418, json, ME.formatted("")).isEmpty());
    assertFalse(complaints("/v1/forgotten", 200, json, "{}").isEmpty());
    assertFalse(complaints("/v1/forgotten", 404, json, "{}").isEmpty(), "no problem document");
    assertFalse(
        complaints(
                "/v1/calendars/a/events/b",
                200,
                json,
                "{\"id\":\"a\",\"calendarId\":\"b\",\"iCalUid\":\"c\",\"title\":\"d\"}")
            .isEmpty(),
        "neither ETag nor the rest");
    String time = ME.replace("\"UTC\"", "7");
    assertFalse(complaints("/v1/me", 200, json, time.formatted("")).isEmpty());
  }
}
