package dev.scheduling.server.realtime;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A WebSocket client by hand, for what no library does: it reads only when it is asked to. */
final class StallingClient implements AutoCloseable {

  private static final int RECEIVE_BUFFER = 64 << 10;
  private static final int PATIENCE_MILLIS = 60_000;
  private static final int TEXT = 0x81;

  private final Socket socket = new Socket();
  private final DataInputStream in;

  private StallingClient(int port) throws IOException {
    socket.setReceiveBufferSize(RECEIVE_BUFFER);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    in = new DataInputStream(socket.getInputStream());
  }

  /** Connects, and begins no handshake. */
  static StallingClient connect(int port) throws IOException {
    return new StallingClient(port);
  }

  /** Connects, and shakes hands. */
  static StallingClient open(int port) throws IOException {
    StallingClient client = connect(port);
    client.write(
        "GET / HTTP/1.1\r\nHost: localhost:"
            + port
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\n"
            + "Sec-WebSocket-Protocol: scheduling.v1\r\n\r\n");
    String answer = "";
    while (!answer.endsWith("\r\n\r\n")) {
      answer += (char) client.in.readUnsignedByte();
    }
    if (!answer.startsWith("HTTP/1.1 101")) {
      throw new IOException(answer);
    }
    return client;
  }

  /** Sends bytes as they are. */
  void write(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Sends a text frame. */
  void send(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    // Masked with zeros, which leave the bytes as they are.
    byte[] head = {
      (byte) TEXT, (byte) (0x80 | 126), (byte) (bytes.length >> 8), (byte) bytes.length, 0, 0, 0, 0
    };
    socket.getOutputStream().write(head);
    socket.getOutputStream().write(bytes);
  }

  /** The next text frame; empty if the connection ends before it does. */
  Optional<String> read() throws IOException {
    try {
      int first = in.readUnsignedByte();
      int length = in.readUnsignedByte();
      long size = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
      byte[] bytes = new byte[(int) size];
      in.readFully(bytes);
      return first == TEXT
          ? Optional.of(new String(bytes, StandardCharsets.UTF_8))
          : Optional.empty();
    } catch (EOFException | SocketException e) {
      return Optional.empty();
    }
  }

  /** What the other side says before it hangs up. */
  String rest() throws IOException {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    try {
      in.transferTo(rest);
    } catch (SocketException e) {
      // That is one way to hang up.
    }
    return rest.toString(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
