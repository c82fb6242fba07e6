package dev.scheduling.notification;

/**
 * Hears of notifications once they are committed, to pass them on to clients that are connected.
 * Implementations are thread-safe and do not block.
 */
@FunctionalInterface
public interface NotificationListener {

  /**
   * Called after the commit, on the committing thread, in the order of the owner's sequence as far
   * as one thread commits them. It is a hint: after a crash it is not repeated, and on other nodes
   * it is not called. What counts is the store; so look there when a sequence is skipped.
   */
  void committed(Notification notification);
}
