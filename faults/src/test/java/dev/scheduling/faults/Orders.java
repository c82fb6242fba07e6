package dev.scheduling.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What the parent tells a child through its standard input: {@code clock MILLIS} moves its clock,
 * {@code die POINT N} lets it die when it comes to a point for the n-th time and {@code live} takes
 * that back, {@code hold} and {@code go} stop and start its writing, {@code quit} ends it
 * gracefully. When the parent goes, the child goes. Thread-safe.
 */
final class Orders implements InstantSource {

  private final CountDownLatch quit = new CountDownLatch(1);
  private final AtomicInteger timesLeft = new AtomicInteger();
  private volatile long offsetMillis;
  private volatile boolean held;
  private volatile @Nullable FaultPoint deadly;

  /** Begins to listen. */
  static Orders listen() {
    Orders orders = new Orders();
    Thread thread = new Thread(orders::read, "orders");
    thread.setDaemon(true);
    thread.start();
    return orders;
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      String line;
      while ((line = lines.readLine()) != null) {
        String[] words = line.split(" ");
        switch (words[0]) {
          case "clock" -> offsetMillis += Long.parseLong(words[1]);
          case "die" -> {
            timesLeft.set(Integer.parseInt(words[2]));
            deadly = FaultPoint.valueOf(words[1]);
          }
          case "live" -> deadly = null;
          case "hold" -> held = true;
          case "go" -> held = false;
          case "quit" -> quit.countDown();
          default -> throw new IllegalArgumentException(line);
        }
      }
    } catch (IOException e) {
      // The parent has gone.
    }
    Runtime.getRuntime().halt(1);
  }

  /** The wall clock of this process, wrong by what the parent said. */
  @Override
  public Instant instant() {
    return InstantSource.system().instant().plusMillis(offsetMillis);
  }

  /** Says that the process is at a point; it may be its last. */
  void at(FaultPoint point) {
    if (deadly == point && timesLeft.decrementAndGet() <= 0) {
      Runtime.getRuntime().halt(137);
    }
  }

  /** Whether not to write for now. */
  boolean isHeld() {
    return held;
  }

  void awaitQuit() throws InterruptedException {
    quit.await();
  }
}
