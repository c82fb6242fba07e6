package dev.scheduling.server.realtime;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.exceptions.InvalidHandshakeException;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.Handshakedata;
import org.java_websocket.protocols.Protocol;

/**
 * RFC 6455 with the limits that the library lacks: on the handshake's length, and on how many
 * frames a client sends, whatever their kind (pings and empty fragments cost memory too). The
 * length of a message, all of its fragments together, the library limits itself.
 */
final class LimitedDraft extends Draft_6455 {

  private static final String SUBPROTOCOL = "scheduling.v1";
  private static final int LARGEST_MESSAGE = 16 << 10;
  private static final int LONGEST_HANDSHAKE = 16 << 10;

  private final InstantSource clock;

  LimitedDraft(InstantSource clock) {
    // No compression: it costs a connection more memory than all the rest, and frames are small.
    super(List.of(), List.of(new Protocol(SUBPROTOCOL)), LARGEST_MESSAGE);
    this.clock = clock;
  }

  @Override
  public Draft copyInstance() {
    return new LimitedDraft(clock);
  }

  @Override
  public Handshakedata translateHandshake(ByteBuffer read) throws InvalidHandshakeException {
    if (read.remaining() > LONGEST_HANDSHAKE) {
      throw new InvalidHandshakeException("the handshake is too long");
    }
    return super.translateHandshake(read);
  }

  @Override
  public void processFrame(WebSocketImpl socket, Framedata frame) throws InvalidDataException {
    Connection connection = socket.getAttachment();
    if (!connection.isOpen()) {
      return;
    }
    if (connection.countFrame(clock.instant())) {
      super.processFrame(socket, frame);
    } else {
      connection.close(CloseCodes.TOO_MANY, "too many frames", clock.instant());
    }
  }
}
