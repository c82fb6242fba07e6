package dev.scheduling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.server.ApiClient.Reply;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Hashing a password takes 19 MiB, and there are 256 for everything. */
final class SignInLoadIT {

  @Test
  void twoHundredSignInsAtOnceFitIntoLittleMemoryAndOthersAreAnsweredMeanwhile() {
    List<String> options = List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError");
    try (ServerProcess server = ServerProcess.start(Map.of(), options)) {
      ApiClient ada = ApiClient.withNewAccount(server, "ada@example.org");
      String body =
          "{\"email\":\"ada@example.org\",\"password\":\""
              + ApiClient.password("ada@example.org")
              + "\"}";
      List<CompletableFuture<Reply>> signIns =
          IntStream.range(0, 200)
              .mapToObj(i -> ada.sendAsync(ada.request("POST", "v1/sessions", body)))
              .toList();
      int answeredMeanwhile = 0;
      while (signIns.stream().anyMatch(signIn -> !signIn.isDone())) {
        assertEquals(200, ada.get("v1/calendars").status());
        if (signIns.stream().anyMatch(signIn -> !signIn.isDone())) {
          answeredMeanwhile++;
        }
      }
      Map<Integer, Integer> answers = new TreeMap<>();
      for (CompletableFuture<Reply> signIn : signIns) {
        Reply reply = signIn.join();
        answers.merge(reply.status(), 1, Integer::sum);
        if (reply.status() == 503) {
          assertFalse(reply.header("Retry-After").isEmpty(), "come back later");
        }
      }
      assertTrue(
          answers.keySet().stream().allMatch(status -> status == 201 || status == 503),
          answers::toString);
      assertTrue(answers.getOrDefault(201, 0) >= 100, answers::toString);
      assertTrue(answeredMeanwhile > 0, "others had to wait for the sign-ins");
      assertFalse(server.output().contains("OutOfMemory"), server::output);
      assertEquals(200, ada.get("v1/me").status(), "it is still there");
    }
  }
}
