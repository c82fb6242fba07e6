package dev.scheduling.server.account;

import dev.scheduling.jdbc.JdbcTransactions;
import dev.scheduling.outbox.Outbox;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.server.json.Json;
import java.time.InstantSource;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Tells, through the outbox, what somebody is to be written about. A message names rows and
 * addresses and holds no secret: the link is made when the mail is written. Thread-safe.
 */
public final class AccountMessages {

  /** Somebody asked for an account; {@code subject} is the row's id. */
  static final String SIGNED_UP = "account.signed-up";

  /** Somebody forgot a password; {@code subject} is the e-mail address. */
  static final String RESET_ASKED = "account.reset-asked";

  /** A used refresh token came back; {@code subject} is the e-mail address. */
  static final String TOKEN_REUSED = "account.token-reused";

  /** The types of these messages. */
  public static final Set<String> TYPES = Set.of(SIGNED_UP, RESET_ASKED, TOKEN_REUSED);

  static final String SUBJECT = "subject";

  private final Outbox outbox;
  private final Runnable nudge;
  private final InstantSource clock;

  /**
   * Messages into an outbox.
   *
   * @param nudge tells the outbox's relay that something was committed
   */
  public AccountMessages(Outbox outbox, Runnable nudge, InstantSource clock) {
    this.outbox = outbox;
    this.nudge = nudge;
    this.clock = clock;
  }

  /** Appends a message in the transaction of a handle. */
  void append(Handle handle, String type, EmailAddress email, String subject) {
    OutboxMessage message =
        OutboxMessage.builder(type, key(email), clock.instant())
            .payload("application/json", Json.write(Json.object().put(SUBJECT, subject)))
            .build();
    JdbcTransactions.joining(handle.getConnection())
        .inTransaction(
            tx -> {
              outbox.append(tx, message);
              return message;
            });
  }

  /** To be called once the transaction is committed. */
  void committed() {
    nudge.run();
  }

  /** What keeps the messages to an address in order; the address cannot be read from it. */
  static String key(EmailAddress email) {
    return "mail-" + OpaqueToken.digest(email.value());
  }
}
