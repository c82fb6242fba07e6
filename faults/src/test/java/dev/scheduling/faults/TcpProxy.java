package dev.scheduling.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Stands before a server and does what networks do. Thread-safe. */
final class TcpProxy implements AutoCloseable {

  private static final int BUFFER = 16_384;
  private static final int CONNECT_MILLIS = 2_000;

  private final int target;
  private final ServerSocket server;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final AtomicLong replyBytesLeft = new AtomicLong(Long.MAX_VALUE);
  private volatile boolean blackHole;

  private TcpProxy(int target, ServerSocket server) {
    this.target = target;
    this.server = server;
  }

  /** Forwards what comes to a free port of the loopback address to another of its ports. */
  static TcpProxy before(int target) throws IOException {
    ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    TcpProxy proxy = new TcpProxy(target, server);
    start(proxy::accept, "proxy-" + target);
    return proxy;
  }

  int port() {
    return server.getLocalPort();
  }

  /** Resets every connection. */
  void cut() {
    links.forEach(Link::reset);
  }

  /** Resets the connection on which the server's answers go beyond a number of bytes from now. */
  void cutAfter(long replyBytes) {
    replyBytesLeft.set(replyBytes);
  }

  /** Swallows everything without a word until {@link #heal}. */
  void swallow() {
    blackHole = true;
  }

  /** Ends what {@link #swallow} began; connections that lost bytes are reset. */
  void heal() {
    blackHole = false;
    links.stream().filter(link -> link.lossy).forEach(Link::reset);
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        start(() -> connect(client), "proxy-connect");
      } catch (IOException e) {
        return; // Closed.
      }
    }
  }

  private void connect(Socket client) {
    Socket upstream = new Socket();
    Link link = new Link(client, upstream);
    links.add(link);
    try {
      client.setTcpNoDelay(true);
      upstream.setTcpNoDelay(true);
      upstream.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MILLIS);
      start(() -> link.pump(upstream, client, true), "proxy-replies");
      link.pump(client, upstream, false);
    } catch (IOException e) {
      link.reset();
    }
  }

  private static void start(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** A client's connection and ours to the server. */
  private final class Link {

    private final Socket client;
    private final Socket upstream;
    private volatile boolean lossy;

    Link(Socket client, Socket upstream) {
      this.client = client;
      this.upstream = upstream;
    }

    void pump(Socket from, Socket to, boolean replies) {
      byte[] buffer = new byte[BUFFER];
      try (InputStream in = from.getInputStream();
          OutputStream out = to.getOutputStream()) {
        int n;
        while ((n = in.read(buffer)) >= 0) {
          if (blackHole) {
            lossy = true;
          } else if (replies && replyBytesLeft.addAndGet(-n) < 0) {
            replyBytesLeft.set(Long.MAX_VALUE);
            break;
          } else {
            out.write(buffer, 0, n);
          }
        }
      } catch (IOException e) {
        // The other side went; so does this one.
      }
      reset();
    }

    void reset() {
      links.remove(this);
      reset(client);
      reset(upstream);
    }

    private void reset(Socket socket) {
      try {
        socket.setSoLinger(true, 0);
      } catch (IOException e) {
        // Closed already.
      }
      try {
        socket.close();
      } catch (IOException e) {
        // Nothing is left to close.
      }
    }
  }
}
