package dev.scheduling.server.messaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scheduling.outbox.MessageSender;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.SendResult;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Tells a channel of Slack of dead letters, through an incoming webhook. What Slack cannot take now
 * is tried again by the outbox; its being away holds up nothing else. Thread-safe.
 */
final class SlackWebhook implements MessageSender {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final URI webhook;

  SlackWebhook(URI webhook) {
    this.webhook = webhook;
  }

  @Override
  public List<SendResult> send(List<OutboxMessage> messages) {
    List<SendResult> results = new ArrayList<>();
    for (OutboxMessage message : messages) {
      boolean stopped =
          !results.isEmpty() && results.get(results.size() - 1).kind() != SendResult.Kind.SENT;
      results.add(stopped ? SendResult.held() : send(message));
    }
    return results;
  }

  private SendResult send(OutboxMessage message) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(webhook)
              .timeout(PATIENCE)
              .header("Content-Type", "application/json")
              .POST(
                  BodyPublishers.ofByteArray(JSON.writeValueAsBytes(Map.of("text", text(message)))))
              .build();
      HttpResponse<Void> response = http.send(request, BodyHandlers.discarding());
      int status = response.statusCode();
      if (status / 100 == 2) {
        return SendResult.sent();
      }
      // Never the address itself: whoever knows it may write there.
      String cause = "Slack answered " + status;
      return status == 429 || status >= 500 ? SendResult.failed(cause) : SendResult.refused(cause);
    } catch (IOException e) {
      return SendResult.failed("Slack cannot be reached: " + e.getClass().getSimpleName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return SendResult.failed("interrupted");
    }
  }

  private static String text(OutboxMessage message) throws IOException {
    JsonNode letter = JSON.readTree(message.payload());
    long count = letter.path("count").asLong();
    return "%s given up: %s (dead letter %d, key %s): %s"
        .formatted(
            count == 1 ? "A message was" : count + " messages were",
            letter.path("type").asText(),
            letter.path("number").asLong(),
            letter.path("key").asText(),
            letter.path("cause").asText());
  }
}
