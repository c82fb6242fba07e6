package dev.scheduling.server.realtime;

import dev.scheduling.server.account.Caller;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.jspecify.annotations.Nullable;

/**
 * One client, from the moment it is accepted: who it is, how far it has been told, and whether it
 * reads. Its frames are read by one thread at a time; everything else is thread-safe.
 */
final class Connection {

  /** How many frames may wait for a client to read them before we stop to add more. */
  static final int MOST_WAITING = 500;

  /** How many bytes may wait, apart from the last frame. */
  static final int MOST_WAITING_BYTES = 128 << 10;

  /** As if it had been told everything there could be, so that nothing is sent before the start. */
  static final long NOT_STARTED = Long.MAX_VALUE;

  private static final int MOST_FRAMES = 100;
  private static final Duration FRAMES_WITHIN = Duration.ofSeconds(10);

  private final WebSocketImpl socket;
  private final Instant accepted;
  private final AtomicInteger calls = new AtomicInteger();

  private volatile @Nullable Caller caller;
  private volatile @Nullable Instant stalledSince;
  private volatile @Nullable Instant closingSince;

  // Guarded by this.
  private long told = NOT_STARTED;
  private boolean live;

  // Touched by the reading thread alone.
  private Instant countedFrom;
  private int frames;

  private volatile boolean greeted;

  Connection(WebSocketImpl socket, Instant now) {
    this.socket = socket;
    this.accepted = now;
    this.countedFrom = now;
  }

  /** What became of frames that were offered. */
  enum Told {
    /** The client has been sent all of them, now or before. */
    ALL,
    /** Something is missing between what it was told and the first of them. */
    GAP,
    /** It does not read fast enough to be sent more. */
    FULL
  }

  Instant accepted() {
    return accepted;
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

  /** Whether its hello has come, though perhaps nobody has looked at it yet. */
  boolean hasGreeted() {
    return greeted;
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

  /** Takes what is up to a sequence as told: what follows on it may be offered from now on. */
  synchronized void startAt(long sequence) {
    told = sequence;
  }

  /** The last sequence that was sent; {@link #NOT_STARTED} before the start. */
  synchronized long told() {
    return told;
  }

  /**
   * Sends those of some frames that follow on what was told before, as far as the client reads.
   *
   * @param offered in the order of their sequence, without gaps
   */
  synchronized Told tell(List<Frame> offered, Instant now) {
    for (Frame frame : offered) {
      if (frame.sequence() <= told) {
        continue;
      }
      if (frame.sequence() > told + 1) {
        return Told.GAP;
      }
      if (!hasRoom()) {
        if (stalledSince == null) {
          stalledSince = now;
        }
        return Told.FULL;
      }
      send(frame.text());
      told = frame.sequence();
    }
    return Told.ALL;
  }

  /** Marks the end of what was missed, the first time. */
  synchronized void goLive() {
    if (!live) {
      live = true;
      send(Frame.live());
    }
  }

  /** Whether it reads what is sent. */
  boolean hasRoom() {
    if (socket.outQueue.size() >= MOST_WAITING) {
      return false;
    }
    long bytes = 0;
    for (ByteBuffer waiting : socket.outQueue) {
      bytes += waiting.remaining();
    }
    return bytes < MOST_WAITING_BYTES;
  }

  /** Since when there has been no room for what it is to be told; null while there is. */
  @Nullable Instant stalledSince() {
    return stalledSince;
  }

  /** Gives it another chance. */
  void unstall() {
    stalledSince = null;
  }

  @Nullable Instant closingSince() {
    return closingSince;
  }

  /** Takes note that it is being closed. */
  void closing(Instant now) {
    if (closingSince == null) {
      closingSince = now;
    }
  }

  boolean isOpen() {
    return socket.isOpen();
  }

  /** Whether nothing is left of it. */
  boolean isClosed() {
    return socket.isClosed();
  }

  /** Sends a frame; to one that has gone meanwhile it sends nothing. */
  void send(String frame) {
    try {
      socket.send(frame);
    } catch (WebsocketNotConnectedException e) {
      // It is told when it comes back.
    }
  }

  void close(int code, String reason, Instant now) {
    closing(now);
    socket.close(code, reason);
  }

  /** Hangs up on a client that does not answer the closing. */
  void cut() {
    socket.closeConnection(CloseCodes.TOO_SLOW, "");
  }
}
