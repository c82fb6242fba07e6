package dev.scheduling.server.audit;

import dev.scheduling.OwnerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The log of what matters to security. Lines are only ever added, in the transaction of the act
 * where it has one, so that the one is not without the other; after {@link #KEPT} they go.
 * Thread-safe.
 */
public final class Audit {

  /** How long a line is kept. */
  public static final Duration KEPT = Duration.ofDays(365);

  private static final int LONGEST_ADDRESS = 64;
  private static final int LONGEST_ABOUT = 255;
  private static final int MOST_PRUNED = 10_000;

  /** The place after one line in the order of the answer. */
  public record Position(long millis, String id) {}

  /**
   * Which lines are asked for.
   *
   * @param account only acts of this account; null for all
   * @param act only this act; null for all
   * @param after where the page before ended; null to begin
   * @param limit the most lines
   */
  public record Filter(
      @Nullable OwnerId account, @Nullable Act act, @Nullable Position after, int limit) {}

  private final Jdbi jdbi;
  private final InstantSource clock;

  public Audit(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /**
   * Adds a line in the transaction of the act.
   *
   * @param account who did it; null where nobody had proved who they are
   * @param address where the request came from; empty for the command line
   * @param about what it was done to, in a few words of at most 255 characters; never a secret
   */
  public void record(
      Handle handle, Act act, @Nullable OwnerId account, String address, String about) {
    handle
        .createUpdate(
            "INSERT INTO audit_entry (id, recorded_at, act, account_id, address, about)"
                + " VALUES (:id, :now, :act, :account, :address, :about)")
        .bind("id", UUID.randomUUID().toString())
        .bind("now", clock.millis())
        .bind("act", act.word())
        .bind("account", account == null ? null : account.value())
        .bind("address", shortened(address, LONGEST_ADDRESS))
        .bind("about", shortened(about, LONGEST_ABOUT))
        .execute();
  }

  /** Adds a line for an act that has no transaction, such as one that was refused. */
  public void record(Act act, @Nullable OwnerId account, String address, String about) {
    jdbi.useTransaction(handle -> record(handle, act, account, address, about));
  }

  private static String shortened(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest);
  }

  /** The lines that pass a filter, the newest first. */
  public List<AuditEntry> list(Filter filter) {
    Position after = filter.after();
    String sql =
        "SELECT id, recorded_at, act, account_id, address, about FROM audit_entry WHERE 1 = 1"
            + (filter.account() == null ? "" : " AND account_id = :account")
            + (filter.act() == null ? "" : " AND act = :act")
            + (after == null
                ? ""
                : " AND (recorded_at < :millis OR (recorded_at = :millis AND id < :id))")
            + " ORDER BY recorded_at DESC, id DESC LIMIT :limit";
    return jdbi.withHandle(
        handle -> {
          var query = handle.createQuery(sql).bind("limit", filter.limit());
          if (filter.account() != null) {
            query.bind("account", filter.account().value());
          }
          if (filter.act() != null) {
            query.bind("act", filter.act().word());
          }
          if (after != null) {
            query.bind("millis", after.millis()).bind("id", after.id());
          }
          return query.map((row, context) -> entry(row)).list();
        });
  }

  private static AuditEntry entry(ResultSet row) throws SQLException {
    String account = row.getString("account_id");
    return new AuditEntry(
        row.getString("id"),
        Instant.ofEpochMilli(row.getLong("recorded_at")),
        row.getString("act"),
        account == null ? null : OwnerId.of(account),
        row.getString("address"),
        row.getString("about"));
  }

  /**
   * Removes the lines that are older than {@link #KEPT}, at most 10,000 of them; what is left over
   * waits for the next call.
   *
   * @return how many were removed
   */
  public int prune() {
    long before = clock.instant().minus(KEPT).toEpochMilli();
    return jdbi.inTransaction(
        handle -> {
          List<String> old =
              handle
                  .createQuery(
                      "SELECT id FROM audit_entry WHERE recorded_at < :before"
                          + " ORDER BY recorded_at, id LIMIT :limit")
                  .bind("before", before)
                  .bind("limit", MOST_PRUNED)
                  .mapTo(String.class)
                  .list();
          if (old.isEmpty()) {
            return 0;
          }
          var batch = handle.prepareBatch("DELETE FROM audit_entry WHERE id = :id");
          old.forEach(id -> batch.bind("id", id).add());
          batch.execute();
          return old.size();
        });
  }
}
