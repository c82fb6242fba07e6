package dev.scheduling.server.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.server.account.Caller;
import dev.scheduling.server.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.java_websocket.WebSocketImpl;
import org.jspecify.annotations.Nullable;

/**
 * One client: who it is, how far it has been told, and whether it reads. Its frames are read by one
 * thread at a time, its notifications are sent by one thread at a time; the rest is volatile.
 */
final class Connection {

  /** How many frames may wait for a client to read them before we stop to add more. */
  static final int MOST_WAITING = 500;

  private static final int MOST_FRAMES = 100;
  private static final Duration FRAMES_WITHIN = Duration.ofSeconds(10);

  private final WebSocketImpl socket;
  private final Instant opened;
  private final AtomicInteger calls = new AtomicInteger();

  private volatile @Nullable Caller caller;
  private volatile @Nullable Instant stalledSince;
  private volatile @Nullable Instant closingSince;

  // Touched by the sending thread alone.
  private long told;
  private boolean live;

  // Touched by the reading thread alone.
  private Instant countedFrom;
  private int frames;
  private boolean greeted;

  Connection(WebSocketImpl socket, Instant now) {
    this.socket = socket;
    this.opened = now;
    this.countedFrom = now;
  }

  Instant opened() {
    return opened;
  }

  /** Who it is; null before its hello was accepted. */
  @Nullable Caller caller() {
    return caller;
  }

  void caller(Caller value) {
    caller = value;
  }

  /** Counts a frame of the client; false if there are too many. */
  boolean countFrame(Instant now) {
    if (Duration.between(countedFrom, now).compareTo(FRAMES_WITHIN) > 0) {
      countedFrom = now;
      frames = 0;
    }
    return ++frames <= MOST_FRAMES;
  }

  /** Whether no hello came before. */
  boolean isFirstHello() {
    boolean first = !greeted;
    greeted = true;
    return first;
  }

  /** Asks for {@link #answered} calls to be worked off; true if nobody is at it. */
  boolean call() {
    return calls.getAndIncrement() == 0;
  }

  /** The calls there are; to be handed to {@link #answered} when they were worked off. */
  int calls() {
    return calls.get();
  }

  /** Whether no call came meanwhile, so that the work is done. */
  boolean answered(int worked) {
    return calls.compareAndSet(worked, 0);
  }

  /** Takes what is up to a sequence as told. */
  void startAt(long sequence) {
    told = sequence;
  }

  /** The last sequence that was sent. */
  long told() {
    return told;
  }

  void told(long sequence) {
    told = sequence;
  }

  /** Marks the end of what was missed; true the first time. */
  boolean goLive() {
    boolean first = !live;
    live = true;
    return first;
  }

  boolean hasRoom() {
    return socket.outQueue.size() < MOST_WAITING;
  }

  @Nullable Instant stalledSince() {
    return stalledSince;
  }

  void stalledSince(@Nullable Instant since) {
    stalledSince = since;
  }

  @Nullable Instant closingSince() {
    return closingSince;
  }

  boolean isOpen() {
    return socket.isOpen();
  }

  void send(ObjectNode frame) {
    socket.send(new String(Json.write(frame), StandardCharsets.UTF_8));
  }

  void close(int code, String reason, Instant now) {
    closingSince = now;
    socket.close(code, reason);
  }

  /** Hangs up on a client that does not answer the closing. */
  void cut() {
    socket.closeConnection(CloseCodes.TOO_SLOW, "");
  }
}
