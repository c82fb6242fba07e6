package dev.scheduling.server.account;

import dev.scheduling.OwnerId;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Deletes an account with all that belongs to it, in the transaction of a handle. What refers to
 * the account or to its calendars the database deletes itself.
 */
final class AccountErasure {

  private static final List<String> TABLES_WITH_KEYS =
      List.of("outbox_retry", "outbox_parked", "dead_letter", "outbox", "inbox_mark");

  private AccountErasure() {}

  /** False if there is no such account. */
  static boolean erase(Handle handle, OwnerId account) {
    // Who wants to add something meanwhile waits for this lock, and then finds no account.
    if (!AccountStore.lock(handle, account)) {
      return false;
    }
    AccountStore.byId(handle, account)
        .map(known -> known.account().email())
        .ifPresent(
            email -> {
              SignUpStore.deleteAll(handle, email);
              deleteMessages(handle, account, email);
            });
    // The feed's lock keeps a consumer from adding to it; its rows refer to it without a cascade.
    handle
        .createQuery(
            "SELECT owner_id FROM scheduling_notification_feed WHERE owner_id = :id FOR UPDATE")
        .bind("id", account.value())
        .mapTo(String.class)
        .findOne();
    run(handle, "DELETE FROM scheduling_notification WHERE owner_id = :id", account.value());
    run(handle, "DELETE FROM account WHERE id = :id", account.value());
    return true;
  }

  /**
   * Those about the account's calendars and to its address, sent or given up or not, and what
   * consumers remember of them.
   */
  private static void deleteMessages(Handle handle, OwnerId account, EmailAddress email) {
    List<String> keys =
        new ArrayList<>(
            handle
                .createQuery("SELECT calendar_id FROM scheduling_calendar WHERE owner_id = :id")
                .bind("id", account.value())
                .mapTo(String.class)
                .list());
    keys.add(AccountMessages.key(email));
    keys.add(account.value());
    for (String key : keys) {
      for (String table : TABLES_WITH_KEYS) {
        run(handle, "DELETE FROM scheduling_" + table + " WHERE message_key = :id", key);
      }
    }
    // Deliveries are keyed by the account, the channel and the address.
    for (String table : TABLES_WITH_KEYS) {
      run(
          handle,
          "DELETE FROM scheduling_" + table + " WHERE message_key LIKE CONCAT(:id, '~%')",
          account.value());
    }
  }

  private static void run(Handle handle, String statement, String id) {
    handle.createUpdate(statement).bind("id", id).execute();
  }
}
