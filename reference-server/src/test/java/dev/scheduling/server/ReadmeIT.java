package dev.scheduling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README tells a newcomer to type, sent as curl sends it. */
final class ReadmeIT {

  private static final Path README = Path.of("..", "README.md");
  private static final Pattern CURL =
      Pattern.compile("curl(?: (-d|--json) '(.*)')?(?: -H \"(.*): (.*)\")? localhost:8080/(\\S+)");

  @Test
  void theFirstRequestsWorkAsTheyArePrinted() throws Exception {
    List<String> lines =
        Files.readAllLines(README).stream().filter(line -> line.startsWith("curl ")).toList();
    assertEquals(3, lines.size(), lines::toString);
    try (ServerProcess server = ServerProcess.start()) {
      JsonNode account = send(server, lines.get(0).replace("…", server.setupToken()));
      assertEquals("me@example.org", account.path("email").asText(), account::toString);
      String token = send(server, lines.get(1)).path("accessToken").asText();
      JsonNode calendars = send(server, lines.get(2).replace("$TOKEN", token));
      assertEquals(1, calendars.path("items").size(), calendars::toString);
    }
  }

  private static JsonNode send(ServerProcess server, String line)
      throws IOException, InterruptedException {
    Matcher curl = CURL.matcher(line);
    assertTrue(curl.matches(), line);
    URI uri = server.baseUrl().resolve(curl.group(5));
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Accept", "*/*");
    if (curl.group(1) != null) {
      boolean json = curl.group(1).equals("--json");
      request
          .header("Content-Type", json ? "application/json" : "application/x-www-form-urlencoded")
          .POST(BodyPublishers.ofString(curl.group(2)));
    }
    if (curl.group(3) != null) {
      request.header(curl.group(3), curl.group(4));
    }
    HttpResponse<byte[]> answer =
        HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray());
    ApiContract.STATED.check(answer);
    assertEquals(2, answer.statusCode() / 100, line);
    return new ObjectMapper().readTree(answer.body());
  }
}
