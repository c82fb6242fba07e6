package dev.scheduling.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A sender to a receiver that may be slow: it calls in threads of its own, and a relay that hands
 * it messages waits for a moment only. Thread-safe.
 */
public final class DetachedSender implements MessageSender, AutoCloseable {

  /*
   * A relay has few lanes, and all messages share them. A call that takes ten seconds would stop a
   * lane, and what else is in its partition, for so long. Here the call goes on by itself. A message
   * whose call has not ended when the patience has is answered as failed, so the relay parks its key
   * and comes back for it; it then finds the call by the message's id, under way or ended, and does
   * not make it again. Only if the process dies, or the partition goes to another relay, is a call
   * made a second time; that is the window that every sender has.
   */

  /** The most calls that may wait for a thread: {@value}. */
  static final int MOST_WAITING = 1_000;

  private static final int MOST_KEPT = 10_000;
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

  private final Function<OutboxMessage, SendResult> call;
  private final Duration patience;
  private final ThreadPoolExecutor threads;
  private final Map<String, CompletableFuture<SendResult>> calls = new ConcurrentHashMap<>();

  /**
   * A sender with threads of its own.
   *
   * @param name what the threads are called
   * @param threads how many calls are made at the same time, from 1
   * @param patience how long a relay waits for the calls of a batch
   * @param call sends one message within a time limit of its own; an exception is a failure
   */
  public DetachedSender(
      String name, int threads, Duration patience, Function<OutboxMessage, SendResult> call) {
    this.call = call;
    this.patience = patience;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            threads,
            threads,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(MOST_WAITING),
            work -> {
              Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    this.threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public List<SendResult> send(List<OutboxMessage> messages) {
    if (calls.size() > MOST_KEPT) {
      // What ended and was never asked for again, since the partition went elsewhere.
      calls.values().removeIf(CompletableFuture::isDone);
    }
    Map<String, CompletableFuture<SendResult>> lastOfKey = new HashMap<>();
    List<CompletableFuture<SendResult>> under = new ArrayList<>();
    for (OutboxMessage message : messages) {
      CompletableFuture<SendResult> before = lastOfKey.get(message.key());
      CompletableFuture<SendResult> own =
          calls.computeIfAbsent(message.id(), id -> begin(message, before));
      lastOfKey.put(message.key(), own);
      under.add(own);
    }
    await(under);
    return results(messages, under);
  }

  private CompletableFuture<SendResult> begin(
      OutboxMessage message, @Nullable CompletableFuture<SendResult> before) {
    try {
      return before == null
          ? CompletableFuture.supplyAsync(() -> call(message), threads)
          : before.thenApplyAsync(
              result -> result.kind() == SendResult.Kind.SENT ? call(message) : SendResult.held(),
              threads);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(busy());
    }
  }

  private SendResult call(OutboxMessage message) {
    try {
      return call.apply(message);
    } catch (RuntimeException e) {
      return SendResult.of(e);
    }
  }

  private static SendResult busy() {
    return SendResult.failed("too many calls are waiting for this receiver");
  }

  private void await(List<CompletableFuture<SendResult>> under) {
    try {
      CompletableFuture.allOf(under.toArray(CompletableFuture[]::new))
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // Each of them tells.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<SendResult> results(
      List<OutboxMessage> messages, List<CompletableFuture<SendResult>> under) {
    List<SendResult> results = new ArrayList<>();
    Set<String> stopped = new HashSet<>();
    for (int i = 0; i < messages.size(); i++) {
      OutboxMessage message = messages.get(i);
      CompletableFuture<SendResult> own = under.get(i);
      SendResult result;
      if (own.isDone()) {
        calls.remove(message.id(), own);
        result = own.isCompletedExceptionally() ? busy() : own.join();
      } else {
        result = SendResult.failed("the call has not ended yet");
      }
      results.add(stopped.contains(message.key()) ? SendResult.held() : result);
      if (result.kind() != SendResult.Kind.SENT) {
        stopped.add(message.key());
      }
    }
    return results;
  }

  /** Makes no further calls, and waits a little for those that are under way. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(LONGEST_CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
