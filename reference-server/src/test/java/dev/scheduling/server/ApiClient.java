package dev.scheduling.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Speaks HTTP to a server in the tests, signed in or not. Every answer is held against the document
 * of the API, see {@link ApiContract}.
 */
public final class ApiClient {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What the server answered. */
  public record Reply(int status, HttpResponse<byte[]> response) {

    /** The body as text. */
    public String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** The body as JSON; a missing node if it is none. */
    public JsonNode json() {
      if (!header("Content-Type").contains("json")) {
        return MissingNode.getInstance();
      }
      try {
        return JSON.readTree(response.body());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** A header; empty if it is absent. */
    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    @Override
    public String toString() {
      return status + " " + text();
    }
  }

  private final HttpClient http = HttpClient.newBuilder().build();
  private final URI base;
  private final String accessToken;

  private ApiClient(URI base, String accessToken) {
    this.base = base;
    this.accessToken = accessToken;
  }

  /** Somebody who has not signed in. */
  public static ApiClient anonymous(ServerProcess server) {
    return new ApiClient(server.baseUrl(), "");
  }

  /** Somebody who has not signed in, at a server that is reached there. */
  static ApiClient anonymous(URI base) {
    return new ApiClient(base, "");
  }

  /** Somebody with an account that is made now, and signed in. */
  public static ApiClient withNewAccount(ServerProcess server, String email) {
    return withNewAccount(server.baseUrl(), email);
  }

  static ApiClient withNewAccount(URI base, String email) {
    ApiClient nobody = anonymous(base);
    String account = "{\"email\":\"" + email + "\",\"password\":\"" + password(email) + "\"}";
    Reply made = nobody.post("v1/accounts", account);
    if (made.status() != 201) {
      throw new IllegalStateException("no account: " + made);
    }
    return signedIn(base, email);
  }

  /** The owner of an account that {@link #withNewAccount} made, signed in again. */
  public static ApiClient signedIn(ServerProcess server, String email) {
    return signedIn(server.baseUrl(), email);
  }

  static ApiClient signedIn(URI base, String email) {
    String account = "{\"email\":\"" + email + "\",\"password\":\"" + password(email) + "\"}";
    Reply signedIn = anonymous(base).post("v1/sessions", account);
    if (signedIn.status() != 201) {
      throw new IllegalStateException("not signed in: " + signedIn);
    }
    return new ApiClient(base, signedIn.json().get("accessToken").asText());
  }

  /** The password of an account that {@link #withNewAccount} made. */
  public static String password(String email) {
    return "the password of " + email;
  }

  /** The same with another token. */
  public ApiClient withToken(String other) {
    return new ApiClient(base, other);
  }

  public String accessToken() {
    return accessToken;
  }

  /** The id of one's first calendar. */
  public String firstCalendar() {
    return get("v1/calendars").json().at("/items/0/id").asText();
  }

  public Reply get(String path) {
    return send(request("GET", path, ""));
  }

  public Reply post(String path, String json) {
    return send(request("POST", path, json));
  }

  public Reply put(String path, String json) {
    return send(request("PUT", path, json));
  }

  /** A change of the version {@code etag}. */
  public Reply patch(String path, String etag, String json) {
    return send(request("PATCH", path, json).header("If-Match", etag));
  }

  public Reply delete(String path, String etag) {
    return send(request("DELETE", path, "").header("If-Match", etag));
  }

  /** A request that is under way. */
  public CompletableFuture<Reply> sendAsync(HttpRequest.Builder request) {
    return http.sendAsync(request.build(), BodyHandlers.ofByteArray()).thenApply(ApiClient::reply);
  }

  public Reply send(HttpRequest.Builder request) {
    try {
      return reply(http.send(request.build(), BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /**
   * What was answered, which is as the API's document says; the watch learns its secrets, and finds
   * none in a refusal.
   */
  private static Reply reply(HttpResponse<byte[]> response) {
    ApiContract.STATED.check(response);
    Reply reply = new Reply(response.statusCode(), response);
    if (reply.status() >= 400) {
      SecretWatch.check("a refusal", reply.text());
    } else if (reply.header("Content-Type").contains("json")) {
      SecretWatch.registerBody(reply.text());
    }
    SecretWatch.registerCookie(reply.header("Set-Cookie"));
    return reply;
  }

  /** A request with the token and, if there is a body, the type of JSON. */
  public HttpRequest.Builder request(String method, String path, String body) {
    SecretWatch.registerBody(body);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(PATIENCE)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    if (!accessToken.isEmpty()) {
      request.header("Authorization", "Bearer " + accessToken);
    }
    return request;
  }
}
