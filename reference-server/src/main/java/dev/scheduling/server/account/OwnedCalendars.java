package dev.scheduling.server.account;

import dev.scheduling.CalendarId;
import dev.scheduling.OwnerId;
import dev.scheduling.Transaction;
import dev.scheduling.Transactions;
import dev.scheduling.engine.SchedulingEngine;
import dev.scheduling.jdbc.JdbcTransactions;
import dev.scheduling.outbox.Outbox;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.server.audit.Act;
import dev.scheduling.server.audit.Audit;
import dev.scheduling.server.database.TransactionHandles;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * What only its owner may do with a calendar: share it with others, and delete it. Each act is one
 * transaction with its line in the audit log and the message that tells those who are concerned.
 * Thread-safe.
 */
public final class OwnedCalendars {

  /** The most accounts that a calendar is shared with. */
  public static final int MOST_SHARES = 100;

  /** What those with whom a calendar is shared are told, or not any more. */
  public static final Set<String> MESSAGES = Set.of("calendar.shared", "calendar.unshared");

  /** With whom a calendar is shared, and for what. */
  public record Share(EmailAddress email, String name, AccessLevel level) {}

  /** What became of an attempt to share. */
  public enum Granted {
    DONE,
    NO_SUCH_CALENDAR,
    NO_SUCH_ACCOUNT,
    OWN_ACCOUNT,
    TOO_MANY,
  }

  private final Transactions transactions;
  private final SchedulingEngine engine;
  private final Outbox outbox;
  private final Audit audit;
  private final InstantSource clock;

  public OwnedCalendars(
      Transactions transactions,
      SchedulingEngine engine,
      Outbox outbox,
      Audit audit,
      InstantSource clock) {
    this.transactions = transactions;
    this.engine = engine;
    this.outbox = outbox;
    this.audit = audit;
    this.clock = clock;
  }

  /** With whom a calendar is shared, by address; empty for one that the account does not own. */
  public Optional<List<Share>> shares(OwnerId owner, CalendarId calendar) {
    return owned(
        owner,
        calendar,
        act ->
            act.handle
                .createQuery(
                    "SELECT a.email, a.name, s.access FROM calendar_share s"
                        + " JOIN account a ON a.id = s.account_id"
                        + " WHERE s.calendar_id = :calendar ORDER BY a.email LIMIT :limit")
                .bind("calendar", calendar.value())
                .bind("limit", MOST_SHARES)
                .map(
                    (row, context) ->
                        new Share(
                            new EmailAddress(row.getString(1)),
                            row.getString(2),
                            AccessLevel.valueOf(row.getString(3))))
                .list());
  }

  /**
   * Shares a calendar with another account, or changes what it may do.
   *
   * @param address where the request came from
   * @param level any but {@link AccessLevel#OWNER}
   */
  public Granted share(
      OwnerId owner, String address, CalendarId calendar, EmailAddress with, AccessLevel level) {
    if (level == AccessLevel.OWNER) {
      throw new IllegalArgumentException("a calendar has one owner, so none is granted");
    }
    return owned(owner, calendar, act -> share(act, owner, address, with, level))
        .orElse(Granted.NO_SUCH_CALENDAR);
  }

  private Granted share(
      Work act, OwnerId owner, String address, EmailAddress with, AccessLevel level) {
    Optional<OwnerId> account = account(act.handle, with);
    if (account.isEmpty()) {
      return Granted.NO_SUCH_ACCOUNT;
    }
    if (account.get().equals(owner)) {
      return Granted.OWN_ACCOUNT;
    }
    int before = act.remove(account.get());
    if (before == 0 && act.count() >= MOST_SHARES) {
      return Granted.TOO_MANY;
    }
    act.insert(account.get(), level, clock.millis());
    act.tell(account.get(), "calendar.shared", ",\"access\":\"" + level.word() + "\"");
    audit.record(
        act.handle,
        Act.SHARE_GRANTED,
        owner,
        address,
        "calendar " + act.calendar + " to account " + account.get() + " as " + level.word());
    return Granted.DONE;
  }

  /** Ends the share of an account; false if there is none, or the calendar is another's. */
  public boolean unshare(OwnerId owner, String address, CalendarId calendar, EmailAddress with) {
    return owned(
            owner,
            calendar,
            act -> {
              Optional<OwnerId> account = account(act.handle, with);
              if (account.isEmpty() || act.remove(account.get()) == 0) {
                return false;
              }
              act.tell(account.get(), "calendar.unshared", "");
              audit.record(
                  act.handle,
                  Act.SHARE_REMOVED,
                  owner,
                  address,
                  "calendar " + calendar + " from account " + account.get());
              return true;
            })
        .orElse(false);
  }

  /** Gives up a calendar that another shares with the account; false if nobody does. */
  public boolean leave(OwnerId account, String address, CalendarId calendar) {
    return transactions.inTransaction(
        tx ->
            onHandle(
                tx,
                handle -> {
                  Work act = new Work(tx, handle, calendar);
                  if (act.remove(account) == 0) {
                    return false;
                  }
                  act.tell(account, "calendar.unshared", "");
                  audit.record(handle, Act.SHARE_REMOVED, account, address, "calendar " + calendar);
                  return true;
                }));
  }

  /** Deletes a calendar with everything in it; false if there is none, or it is another's. */
  public boolean delete(OwnerId owner, String address, CalendarId calendar) {
    return owned(
            owner,
            calendar,
            act -> {
              act.accounts().forEach(account -> act.tell(account, "calendar.unshared", ""));
              Connection connection = act.handle.getConnection();
              boolean deleted =
                  engine.joining(JdbcTransactions.joining(connection)).calendars().delete(calendar);
              audit.record(
                  act.handle, Act.CALENDAR_DELETED, owner, address, "calendar " + calendar);
              return deleted;
            })
        .orElse(false);
  }

  private <T> Optional<T> owned(OwnerId owner, CalendarId calendar, Function<Work, T> work) {
    return transactions.inTransaction(
        tx ->
            onHandle(
                tx,
                // The row is locked, so that shares of one calendar are counted one at a time.
                handle ->
                    handle
                        .createQuery(
                            "SELECT calendar_id FROM scheduling_calendar"
                                + " WHERE calendar_id = :calendar AND owner_id = :owner FOR UPDATE")
                        .bind("calendar", calendar.value())
                        .bind("owner", owner.value())
                        .mapTo(String.class)
                        .findOne()
                        .map(found -> work.apply(new Work(tx, handle, calendar)))));
  }

  private static <T> T onHandle(Transaction tx, Function<Handle, T> work) {
    return TransactionHandles.withHandle(tx, work);
  }

  private static Optional<OwnerId> account(Handle handle, EmailAddress email) {
    return AccountStore.byEmail(handle, email).map(known -> known.account().id());
  }

  /** The shares of one calendar, inside one transaction. */
  private final class Work {

    private final Transaction tx;
    private final Handle handle;
    private final CalendarId calendar;

    Work(Transaction tx, Handle handle, CalendarId calendar) {
      this.tx = tx;
      this.handle = handle;
      this.calendar = calendar;
    }

    int count() {
      return handle
          .createQuery("SELECT count(*) FROM calendar_share WHERE calendar_id = :calendar")
          .bind("calendar", calendar.value())
          .mapTo(Integer.class)
          .one();
    }

    List<OwnerId> accounts() {
      return handle
          .createQuery("SELECT account_id FROM calendar_share WHERE calendar_id = :calendar")
          .bind("calendar", calendar.value())
          .map((row, context) -> OwnerId.of(row.getString(1)))
          .list();
    }

    int remove(OwnerId account) {
      return handle
          .createUpdate(
              "DELETE FROM calendar_share WHERE calendar_id = :calendar AND account_id = :account")
          .bind("calendar", calendar.value())
          .bind("account", account.value())
          .execute();
    }

    void insert(OwnerId account, AccessLevel level, long now) {
      handle
          .createUpdate(
              "INSERT INTO calendar_share (calendar_id, account_id, access, created_at)"
                  + " VALUES (:calendar, :account, :access, :now)")
          .bind("calendar", calendar.value())
          .bind("account", account.value())
          .bind("access", level.name())
          .bind("now", now)
          .execute();
    }

    /** Tells an account, in order with what it is told of the calendar's events. */
    void tell(OwnerId account, String type, String more) {
      // Identifiers are plain ASCII without quotes, so nothing needs escaping.
      String json =
          "{\"kind\":\"%s\",\"calendarId\":\"%s\"%s,\"owner\":\"%s\"}"
              .formatted(type, calendar, more, account);
      outbox.append(
          tx,
          OutboxMessage.builder(type, calendar.value(), clock.instant())
              .payload("application/json", json.getBytes(StandardCharsets.UTF_8))
              .build());
    }
  }
}
