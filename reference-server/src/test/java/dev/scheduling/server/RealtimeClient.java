package dev.scheduling.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A WebSocket client that speaks the server's subprotocol and keeps every frame it gets. */
public final class RealtimeClient implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PATIENCE_SECONDS = 180;

  private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final WebSocket socket;

  private RealtimeClient(URI url) {
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .subprotocols("scheduling.v1")
            .buildAsync(url, new Listener())
            .join();
  }

  /** Connects, and says nothing. */
  public static RealtimeClient connect(ServerProcess server) {
    return connect(server.realtimeUrl());
  }

  /** Connects to an address, and says nothing. */
  public static RealtimeClient connect(URI url) {
    return new RealtimeClient(url);
  }

  /** Connects, and asks for what comes from now on. */
  public static RealtimeClient listen(ServerProcess server, String accessToken) {
    return listen(server.realtimeUrl(), accessToken);
  }

  static RealtimeClient listen(URI url, String accessToken) {
    RealtimeClient client = new RealtimeClient(url);
    client.send("{\"type\":\"hello\",\"token\":\"" + accessToken + "\"}");
    return client;
  }

  /** Connects, and asks for what came after a position. */
  public static RealtimeClient resume(
      ServerProcess server, String accessToken, String epoch, long after) {
    RealtimeClient client = connect(server);
    client.send(
        "{\"type\":\"hello\",\"token\":\"%s\",\"epoch\":\"%s\",\"after\":%d}"
            .formatted(accessToken, epoch, after));
    return client;
  }

  public void send(String frame) {
    try {
      socket.sendText(frame, true).join();
    } catch (CompletionException e) {
      throw new IllegalStateException("the connection is gone", e);
    }
  }

  /** Sends a ping of the protocol's own. */
  public void ping() {
    socket.sendPing(ByteBuffer.allocate(0)).join();
  }

  /** The next frame, which must be of a type. */
  public JsonNode next(String type) {
    return nextOf(type);
  }

  /** The next frame, which must be of one of the types. */
  public JsonNode nextOf(String... types) {
    try {
      JsonNode frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (frame == null || !List.of(types).contains(frame.path("type").asText())) {
        throw new AssertionError("expected one of " + List.of(types) + ", but got " + frame);
      }
      return frame;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The code with which the server closes the connection. */
  public int closeCode() {
    return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    socket.abort();
  }

  private final class Listener implements WebSocket.Listener {

    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        try {
          frames.add(JSON.readTree(text.toString()));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        text.setLength(0);
      }
      webSocket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
      closed.complete(code);
      return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      closed.completeExceptionally(error);
    }
  }
}
