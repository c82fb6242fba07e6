package dev.scheduling.server.realtime;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketAdapter;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.ServerHandshakeBuilder;
import org.java_websocket.server.DefaultWebSocketServerFactory;
import org.java_websocket.server.WebSocketServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The protocol's side of the gateway: handshakes, frames and their limits. */
final class FrameServer extends WebSocketServer {

  private static final Logger log = LoggerFactory.getLogger(FrameServer.class);

  private static final int MOST_TO_BE_ACCEPTED = 1_024;
  private static final int PING_EVERY_SECONDS = 30;
  private static final int STOP_WITHIN_MILLIS = 1_000;
  private static final int THREADS = 2;

  private final AllowedOrigins origins;
  private final Gateway gateway;
  private final InstantSource clock;
  private final CompletableFuture<Boolean> listening = new CompletableFuture<>();

  FrameServer(
      InetSocketAddress address, AllowedOrigins origins, Gateway gateway, InstantSource clock) {
    super(address, THREADS, List.<Draft>of(new LimitedDraft(clock)));
    this.origins = origins;
    this.gateway = gateway;
    this.clock = clock;
    setWebSocketFactory(new Accepting());
    setReuseAddr(true);
    setTcpNoDelay(true);
    setDaemon(true);
    setMaxPendingConnections(MOST_TO_BE_ACCEPTED);
    setConnectionLostTimeout(PING_EVERY_SECONDS);
  }

  /** Makes a connection known as soon as it is accepted, so that a handshake has its time too. */
  private final class Accepting extends DefaultWebSocketServerFactory {

    @Override
    public WebSocketImpl createWebSocket(WebSocketAdapter adapter, List<Draft> drafts) {
      WebSocketImpl socket = super.createWebSocket(adapter, drafts);
      Connection connection = new Connection(socket, clock.instant());
      socket.setAttachment(connection);
      gateway.accepted(connection);
      return socket;
    }
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
    gateway.opened(socket.getAttachment());
  }

  @Override
  public void onMessage(WebSocket socket, String message) {
    gateway.received(socket.getAttachment(), message);
  }

  @Override
  public void onMessage(WebSocket socket, java.nio.ByteBuffer message) {
    socket.close(CloseFrame.REFUSE, "frames are text");
  }

  @Override
  public void onWebsocketPing(WebSocket socket, Framedata ping) {
    // Whoever reads no answers gets none; they would pile up.
    Connection connection = socket.getAttachment();
    if (connection.hasRoom()) {
      super.onWebsocketPing(socket, ping);
    }
  }

  @Override
  public void onClose(WebSocket socket, int code, String reason, boolean remote) {
    gateway.closed(socket.getAttachment());
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
