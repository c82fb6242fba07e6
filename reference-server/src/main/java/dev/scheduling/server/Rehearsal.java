package dev.scheduling.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A server that is started, used a little and ended, with data that are thrown away: what it loads
 * goes into the class-data archive, so that the real one starts faster. See {@code serve}.
 */
final class Rehearsal {

  private static final String SETUP_TOKEN = "only-for-the-rehearsal";
  private static final Pattern ACCESS_TOKEN = Pattern.compile("\"accessToken\":\"([^\"]+)\"");
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI server;
  private String accessToken = "";

  private Rehearsal(URI server) {
    this.server = server;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path data = Files.createTempDirectory("scheduling-rehearsal");
    Map<String, String> settings =
        Map.of(
            "PORT",
            "0",
            "REALTIME_PORT",
            "0",
            "DATA_DIR",
            data.toString(),
            "SETUP_TOKEN",
            SETUP_TOKEN);
    try (Wiring wiring = Wiring.start(Settings.from(settings), InstantSource.system())) {
      new Rehearsal(URI.create(wiring.address())).play();
    } finally {
      delete(data);
    }
  }

  private void play() throws IOException, InterruptedException {
    send("GET", "health/ready", "");
    send("GET", "", "");
    send("GET", "v1/config", "");
    String account = "\"email\":\"rehearsal@example.org\",\"password\":\"only a rehearsal\"";
    send("POST", "v1/setup", "{\"token\":\"" + SETUP_TOKEN + "\"," + account + "}");
    accessToken = find(ACCESS_TOKEN, send("POST", "v1/sessions", "{" + account + "}"));
    String calendar = find(ID, send("GET", "v1/calendars", ""));
    String events = "v1/calendars/" + calendar + "/events";
    String event =
        "{\"title\":\"Rehearsal\",\"start\":{\"dateTime\":\"2026-03-02T09:30:00\",\"timeZone\":"
            + "\"Europe/Berlin\"},\"duration\":\"PT1H\",\"recurrence\":[\"RRULE:FREQ=WEEKLY\"]}";
    send("POST", events, event);
    send("POST", events, event);
    send("GET", "v1/occurrences?from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z", "");
  }

  private String send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path))
            .header("Content-Type", "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!accessToken.isEmpty()) {
      request.header("Authorization", "Bearer " + accessToken);
    }
    return client.send(request.build(), BodyHandlers.ofString()).body();
  }

  private static String find(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw new IllegalStateException("the rehearsal went wrong; the server answered: " + text);
    }
    return found.group(1);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(Rehearsal::deleteOne);
    }
  }

  private static void deleteOne(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
