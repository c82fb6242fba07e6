package dev.scheduling.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scheduling.server.account.TestAccounts.SignedIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One of many WebSocket clients: it keeps the ids of what it is told, notes everything that is not
 * next in the sequence, and comes back after each end of its connection. Thread-safe.
 */
final class CrowdMember implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(60);
  private static final long BACK_AFTER_MILLIS = 200;

  private final SignedIn who;
  private final HttpClient http;
  private final ScheduledExecutorService scheduler;
  private final Supplier<ServerProcess> node;

  // Guarded by this.
  private final List<String> ids = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private final List<String> ends = new ArrayList<>();
  private final List<Long> delaysMillis = new ArrayList<>();
  private String epoch = "";
  private long last;
  private int connections;
  private boolean live;
  private boolean closed;
  private Visit visit;

  /**
   * A member that has not connected yet.
   *
   * @param node where to connect, asked each time
   */
  CrowdMember(
      SignedIn who,
      HttpClient http,
      ScheduledExecutorService scheduler,
      Supplier<ServerProcess> node) {
    this.who = who;
    this.http = http;
    this.scheduler = scheduler;
    this.node = node;
  }

  /** Connects, and asks for everything after what it was told. */
  synchronized void connect() {
    if (closed) {
      return;
    }
    Visit fresh = new Visit();
    visit = fresh;
    live = false;
    http.newWebSocketBuilder()
        .subprotocols("scheduling.v1")
        .connectTimeout(CONNECT_WITHIN)
        .buildAsync(node.get().realtimeUrl(), fresh)
        .whenComplete(
            (socket, failure) -> {
              if (failure != null) {
                ended(fresh, failure.toString());
              }
            });
  }

  /** Breaks the connection off, as a lost network does, and connects again. */
  void breakOff() {
    WebSocket socket;
    Visit broken;
    synchronized (this) {
      broken = visit;
      socket = broken.socket;
    }
    if (socket != null) {
      socket.abort();
      ended(broken, "broken off");
    }
  }

  private synchronized void ended(Visit one, String why) {
    if (visit == one && !closed) {
      if (live) {
        ends.add(why);
      }
      // Nothing of the old connection counts from now on.
      visit = new Visit();
      live = false;
      scheduler.schedule(this::connect, BACK_AFTER_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private synchronized void told(Visit one, JsonNode frame) {
    if (visit != one) {
      return;
    }
    switch (frame.path("type").asText()) {
      case "welcome" -> {
        connections++;
        epoch = frame.get("epoch").asText();
      }
      case "live" -> live = true;
      case "notification" -> {
        long sequence = frame.get("sequence").asLong();
        if (sequence != last + 1) {
          wrong.add("after " + last + " came " + sequence);
        }
        last = sequence;
        ids.add(frame.get("id").asText());
        JsonNode sent = frame.at("/data/sentNanos");
        if (sent.isTextual()) {
          delaysMillis.add((System.nanoTime() - Long.parseLong(sent.asText())) / 1_000_000);
        }
      }
      default -> wrong.add(frame.toString());
    }
  }

  String account() {
    return who.account().value();
  }

  synchronized boolean isLive() {
    return live;
  }

  /** The ids of all that it was told, in the order of coming. */
  synchronized List<String> ids() {
    return List.copyOf(ids);
  }

  synchronized int count() {
    return ids.size();
  }

  /** What was not as it should be. */
  synchronized List<String> wrong() {
    return List.copyOf(wrong);
  }

  /** Why its connections ended, of those that had come to be live. */
  synchronized List<String> ends() {
    return List.copyOf(ends);
  }

  /** How often it was welcomed. */
  synchronized int connections() {
    return connections;
  }

  /** How long each notification with a time of sending took. */
  synchronized List<Long> delaysMillis() {
    return List.copyOf(delaysMillis);
  }

  @Override
  public void close() {
    WebSocket socket;
    synchronized (this) {
      closed = true;
      socket = visit == null ? null : visit.socket;
    }
    if (socket != null) {
      socket.abort();
    }
  }

  /** One connection. */
  private final class Visit implements WebSocket.Listener {

    private final StringBuilder text = new StringBuilder();
    private volatile WebSocket socket;

    @Override
    public void onOpen(WebSocket opened) {
      socket = opened;
      String hello;
      synchronized (CrowdMember.this) {
        String known = epoch.isEmpty() ? "" : ",\"epoch\":\"" + epoch + "\"";
        hello =
            "{\"type\":\"hello\",\"token\":\"%s\"%s,\"after\":%d}"
                .formatted(who.accessToken(), known, last);
      }
      opened.sendText(hello, true);
      opened.request(1);
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean isLast) {
      text.append(data);
      if (isLast) {
        try {
          told(this, JSON.readTree(text.toString()));
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
      ended(this, "closed with " + code + " " + reason);
      return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      ended(this, error.toString());
    }
  }
}
