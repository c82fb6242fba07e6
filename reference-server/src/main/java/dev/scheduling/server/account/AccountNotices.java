package dev.scheduling.server.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.OwnerId;
import dev.scheduling.jdbc.JdbcTransactions;
import dev.scheduling.notification.NotificationKind;
import dev.scheduling.outbox.Outbox;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.server.json.Json;
import java.time.InstantSource;
import org.jdbi.v3.core.Handle;

/** Lets accounts know, by the channels that they chose, what concerns themselves. Thread-safe. */
public final class AccountNotices {

  private final Outbox outbox;
  private final InstantSource clock;

  /** Notices into an outbox. */
  public AccountNotices(Outbox outbox, InstantSource clock) {
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * Appends a notice in the transaction of a handle.
   *
   * @param data what there is to tell, in single values; no secret
   */
  public void append(Handle handle, OwnerId account, NotificationKind kind, ObjectNode data) {
    ObjectNode json = data.deepCopy().put("kind", kind.word()).put("owner", account.value());
    OutboxMessage message =
        OutboxMessage.builder(kind.word(), account.value(), clock.instant())
            .payload("application/json", Json.write(json))
            .build();
    JdbcTransactions.joining(handle.getConnection())
        .inTransaction(
            tx -> {
              outbox.append(tx, message);
              return message;
            });
  }
}
