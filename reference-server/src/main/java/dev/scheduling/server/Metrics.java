package dev.scheduling.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the server counts, and {@code GET /metrics} in the text format of Prometheus on a port of
 * its own, if one is given. No token is asked for: whoever reaches the port may read, as operators
 * have it elsewhere; it holds numbers and nobody's data. Thread-safe.
 */
final class Metrics implements AutoCloseable {

  private static final String PATH = "/metrics";
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final int MOST_WAITING = 10;

  private final String host;
  private final @Nullable Integer port;
  private final @Nullable PrometheusMeterRegistry prometheus;
  private volatile @Nullable HttpServer http;

  /**
   * Metrics that nobody can read yet.
   *
   * @param port 0 for any that is free, null for none
   */
  Metrics(String host, @Nullable Integer port) {
    this.host = host;
    this.port = port;
    prometheus = port == null ? null : new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  }

  /** Where to count; where nobody can read, nothing is kept. */
  MeterRegistry registry() {
    return prometheus == null ? new CompositeMeterRegistry() : prometheus;
  }

  /**
   * Begins to listen, if there is a port.
   *
   * @throws IllegalStateException if it cannot
   */
  void start() {
    PrometheusMeterRegistry meters = prometheus;
    if (port == null || meters == null) {
      return;
    }
    try {
      HttpServer fresh = HttpServer.create(new InetSocketAddress(host, port), MOST_WAITING);
      fresh.createContext("/", exchange -> answer(exchange, meters));
      fresh.start();
      http = fresh;
    } catch (IOException e) {
      IllegalStateException failure =
          new IllegalStateException("METRICS_PORT " + port + ": " + e.getMessage());
      failure.addSuppressed(e);
      throw failure;
    }
  }

  private static void answer(HttpExchange exchange, PrometheusMeterRegistry meters)
      throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals(PATH)) {
        exchange.sendResponseHeaders(404, -1);
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET");
        exchange.sendResponseHeaders(405, -1);
      } else {
        byte[] text = meters.scrape().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", TEXT);
        exchange.sendResponseHeaders(200, text.length);
        exchange.getResponseBody().write(text);
      }
    }
  }

  @Override
  public void close() {
    HttpServer running = http;
    if (running != null) {
      running.stop(0);
    }
  }
}
