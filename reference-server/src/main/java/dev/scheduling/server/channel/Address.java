package dev.scheduling.server.channel;

import dev.scheduling.OwnerId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where an account can be reached by a channel. Immutable and thread-safe.
 *
 * @param target a mail address, a URL or a token; who knows one of the latter may write there
 * @param secrets what else is needed to write there, in JSON; null for nothing
 * @param offCause why nothing is sent there any more; null if it is
 */
record Address(
    String id,
    OwnerId account,
    Kind kind,
    String target,
    @Nullable String secrets,
    @Nullable String offCause) {

  /** What an address is. */
  enum Kind {
    EMAIL,
    WEBPUSH,
    FCM,
    SLACK;

    /** As requests and the database name it. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  boolean isOn() {
    return offCause == null;
  }

  /** Without the target and the secrets. */
  @Override
  public String toString() {
    return "Address[" + kind.word() + " " + id + "]";
  }
}
