package dev.scheduling.server.realtime;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.ServerHandshakeBuilder;
import org.java_websocket.protocols.Protocol;
import org.java_websocket.server.WebSocketServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The protocol's side of the gateway: handshakes, frames and their limits. */
final class FrameServer extends WebSocketServer {

  private static final Logger log = LoggerFactory.getLogger(FrameServer.class);

  private static final String SUBPROTOCOL = "scheduling.v1";
  private static final int LARGEST_MESSAGE = 16 << 10;
  private static final int PING_EVERY_SECONDS = 30;
  private static final int STOP_WITHIN_MILLIS = 1_000;
  private static final int THREADS = 2;

  private final AllowedOrigins origins;
  private final Gateway gateway;
  private final InstantSource clock;
  private final CompletableFuture<Boolean> listening = new CompletableFuture<>();

  FrameServer(
      InetSocketAddress address, AllowedOrigins origins, Gateway gateway, InstantSource clock) {
    // No compression: it costs a connection more memory than all the rest, and frames are small.
    super(
        address,
        THREADS,
        List.<Draft>of(
            new Draft_6455(List.of(), List.of(new Protocol(SUBPROTOCOL)), LARGEST_MESSAGE)));
    this.origins = origins;
    this.gateway = gateway;
    this.clock = clock;
    setReuseAddr(true);
    setTcpNoDelay(true);
    setDaemon(true);
    setConnectionLostTimeout(PING_EVERY_SECONDS);
  }

  /** Listens, and returns when it does. */
  void listen() {
    start();
    try {
      listening.join();
    } catch (CompletionException e) {
      throw new IllegalStateException("the WebSocket's port cannot be had", e.getCause());
    }
  }

  void end() {
    try {
      stop(STOP_WITHIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void onStart() {
    listening.complete(true);
  }

  @Override
  public ServerHandshakeBuilder onWebsocketHandshakeReceivedAsServer(
      WebSocket socket, Draft draft, ClientHandshake request) throws InvalidDataException {
    if (!origins.allows(request.getFieldValue("Origin"), request.getFieldValue("Host"))) {
      throw new InvalidDataException(CloseFrame.POLICY_VALIDATION, "not from this origin");
    }
    return super.onWebsocketHandshakeReceivedAsServer(socket, draft, request);
  }

  @Override
  public void onOpen(WebSocket socket, ClientHandshake handshake) {
    Connection connection = new Connection((WebSocketImpl) socket, clock.instant());
    socket.setAttachment(connection);
    gateway.opened(connection);
  }

  @Override
  public void onMessage(WebSocket socket, String message) {
    Connection connection = socket.getAttachment();
    gateway.received(connection, message);
  }

  @Override
  public void onMessage(WebSocket socket, java.nio.ByteBuffer message) {
    socket.close(CloseFrame.REFUSE, "frames are text");
  }

  @Override
  public void onClose(WebSocket socket, int code, String reason, boolean remote) {
    @Nullable Connection connection = socket.getAttachment();
    if (connection != null) {
      gateway.closed(connection);
    }
  }

  @Override
  public void onError(@Nullable WebSocket socket, Exception e) {
    if (socket == null && !listening.completeExceptionally(e)) {
      log.error("The WebSocket server failed", e);
    } else {
      log.debug("A connection failed", e);
    }
  }
}
