package dev.scheduling.outbox;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of one message that a sender was handed. Immutable and thread-safe. */
public final class SendResult {

  /** What a relay does about it. */
  public enum Kind {
    /** It was received. */
    SENT,
    /** It failed, and another attempt may succeed. Uses up an attempt. */
    FAILED,
    /** It failed, and would fail again. */
    REFUSED,
    /** The receiver is away for everybody. Uses up no attempt. */
    OUTAGE,
    /**
     * It was not tried, for the sake of the order: an earlier one of its key did not get through.
     */
    HELD
  }

  private static final int LONGEST_CAUSE = 2_000;
  private static final SendResult SENT = new SendResult(Kind.SENT, null);
  private static final SendResult HELD = new SendResult(Kind.HELD, null);

  private final Kind kind;
  private final @Nullable String cause;

  private SendResult(Kind kind, @Nullable String cause) {
    this.kind = kind;
    this.cause = cause;
  }

  /** It was received. */
  public static SendResult sent() {
    return SENT;
  }

  /** It was not tried. */
  public static SendResult held() {
    return HELD;
  }

  /** It failed, and another attempt may succeed. */
  public static SendResult failed(String cause) {
    return new SendResult(Kind.FAILED, shortened(cause));
  }

  /** It failed, and would fail again. */
  public static SendResult refused(String cause) {
    return new SendResult(Kind.REFUSED, shortened(cause));
  }

  /** The receiver is away for everybody. */
  public static SendResult outage(String cause) {
    return new SendResult(Kind.OUTAGE, shortened(cause));
  }

  /**
   * What an exception means: {@link RefusedException} that the message is refused, {@link
   * dev.scheduling.UnavailableException} an outage, anything else a failure.
   */
  public static SendResult of(RuntimeException failure) {
    if (failure instanceof RefusedException) {
      return refused(describe(failure));
    }
    if (failure instanceof dev.scheduling.UnavailableException) {
      return outage(describe(failure));
    }
    return failed(describe(failure));
  }

  /** What became of the message. */
  public Kind kind() {
    return kind;
  }

  /** Why it did not get through, at most 2,000 characters; empty if it was sent or held. */
  public Optional<String> cause() {
    return Optional.ofNullable(cause);
  }

  @Override
  public String toString() {
    return cause == null ? kind.toString() : kind + ": " + cause;
  }

  private static String describe(Throwable failure) {
    StringBuilder text = new StringBuilder();
    Throwable t = failure;
    for (int depth = 0; t != null && depth < 5; depth++) {
      text.append(depth == 0 ? "" : "; caused by ").append(t);
      t = t.getCause();
    }
    return text.toString();
  }

  private static String shortened(String cause) {
    return cause.length() <= LONGEST_CAUSE ? cause : cause.substring(0, LONGEST_CAUSE);
  }
}
