package dev.scheduling.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a mail server, and can refuse every recipient as that server would. */
final class SmtpGate implements AutoCloseable {

  private final ServerSocket listener;
  private final int mailServer;
  private final AtomicInteger refused = new AtomicInteger();
  private volatile String refusal = "";
  private volatile CountDownLatch open = new CountDownLatch(0);

  SmtpGate(int mailServer) {
    this.mailServer = mailServer;
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Answers every RCPT with this reply from now on; the empty string lets them through. */
  void refuseWith(String reply) {
    refusal = reply;
  }

  /** How often it has refused a recipient. */
  int refused() {
    return refused.get();
  }

  /** Lets nothing through and answers nothing, until {@link #goOn}. */
  void stall() {
    open = new CountDownLatch(1);
  }

  void goOn() {
    open.countDown();
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "smtp-gate");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        start(() -> talk(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void talk(Socket client) {
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), mailServer)) {
      OutputStream toClient = client.getOutputStream();
      start(() -> copy(server, toClient));
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
      OutputStream toServer = server.getOutputStream();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        open.await();
        boolean isRefused = !refusal.isEmpty() && line.startsWith("RCPT");
        OutputStream to = isRefused ? toClient : toServer;
        to.write(((isRefused ? refusal : line) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        to.flush();
        if (isRefused) {
          refused.incrementAndGet();
        }
      }
    } catch (IOException e) {
      // Either side hung up.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(Socket from, OutputStream to) {
    try {
      from.getInputStream().transferTo(to);
    } catch (IOException e) {
      // Either side hung up.
    }
  }

  @Override
  public void close() {
    goOn();
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
