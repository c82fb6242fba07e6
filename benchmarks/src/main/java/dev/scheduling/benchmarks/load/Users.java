package dev.scheduling.benchmarks.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** People with a calendar each, and what they are going to book. */
final class Users {

  private static final LocalDateTime FIRST = LocalDateTime.of(2031, 1, 1, 0, 0);
  private static final int MINUTES_APART = 10;

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final URI server;
  private final List<String> tokens = new ArrayList<>();
  private final List<String> calendars = new ArrayList<>();

  Users(URI server) {
    this.server = server;
  }

  void signUp(int count) throws IOException, InterruptedException {
    for (int i = 0; i < count; i++) {
      String account =
          "{\"email\":\"user-%d@example.org\",\"password\":\"a long sentence of user %d\"}"
              .formatted(i, i);
      call("POST", "v1/accounts", null, account);
      String session = call("POST", "v1/sessions", null, account).get("accessToken").asText();
      // It does not expire in a long run, as an access token does.
      String appPassword = "{\"name\":\"load\",\"scopes\":[\"read\",\"write\"]}";
      tokens.add(call("POST", "v1/me/app-passwords", session, appPassword).get("secret").asText());
      calendars.add(call("GET", "v1/calendars", session, "").at("/items/0/id").asText());
    }
  }

  private JsonNode call(String method, String path, @Nullable String token, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    var response = http.send(request.build(), BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(method + " " + path + ": " + response.statusCode());
    }
    return json.readTree(response.body());
  }

  /** A line for each event, in turns between the users, none in another's way. */
  void write(Path file, int events) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("token,calendar,key,start");
    for (int i = 0; i < events; i++) {
      int user = i % tokens.size();
      LocalDateTime start = FIRST.plusMinutes((long) (i / tokens.size()) * MINUTES_APART);
      lines.add("%s,%s,key-%d,%s:00".formatted(tokens.get(user), calendars.get(user), i, start));
    }
    Files.write(file, lines);
  }
}
