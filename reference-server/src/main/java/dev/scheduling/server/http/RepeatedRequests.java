package dev.scheduling.server.http;

import dev.scheduling.OwnerId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Makes a request that is sent again harmless: who names it by an {@code Idempotency-Key} gets the
 * first answer again for a day, and nothing is done twice. Thread-safe.
 */
public final class RepeatedRequests {

  /*
   * The key is claimed before the work and its answer is kept after it, in transactions of their own;
   * a process may die between the booking and the keeping. So the id of what is booked is derived
   * from the claim: who takes an abandoned claim over derives the same id, and finds the booking if
   * there was one. Only answers that say something was made are kept; after any other nothing
   * was written, and trying again is harmless.
   */

  private static final Duration KEPT = Duration.ofHours(24);
  private static final Duration ABANDONED_AFTER = Duration.ofMinutes(1);
  private static final Duration PURGED_EVERY = Duration.ofMinutes(10);
  private static final int LONGEST_KEY = 200;

  /** What was answered. */
  record Answer(int status, String location, String etag, String body) {}

  /**
   * A claim on a key.
   *
   * @param id the same for everyone who ever holds this claim; to be the id of what is made
   * @param takenOver whether somebody else held it before and may have made it
   */
  record Claim(String id, boolean takenOver) {}

  private record Row(String fingerprint, long startedAt, long claimedAt, @Nullable Answer answer) {}

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final AtomicLong purgedAt = new AtomicLong();

  public RepeatedRequests(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /**
   * Does {@code work} unless it was done under the same key before; then answers what was answered.
   *
   * @param key null for a request that is not to be remembered
   * @param fingerprint the same for the same request
   */
  Answer once(
      OwnerId account, @Nullable String key, String fingerprint, Function<Claim, Answer> work) {
    if (key == null) {
      return work.apply(new Claim(UUID.randomUUID().toString(), false));
    }
    if (key.isEmpty() || key.length() > LONGEST_KEY) {
      throw Problem.badParameter(
          "Idempotency-Key", "Idempotency-Key must have 1 to " + LONGEST_KEY + " characters");
    }
    purge();
    String digest = Digests.of(key);
    long now = clock.millis();
    boolean first = insert(account, digest, fingerprint, now);
    if (!first) {
      Row row = find(account, digest).orElseThrow(RepeatedRequests::underWay);
      if (!row.fingerprint().equals(fingerprint)) {
        throw Problem.invalid(
            "Idempotency-Key", "the Idempotency-Key was used for another request before");
      }
      if (row.answer() != null) {
        return row.answer();
      }
      if (!takeOver(account, digest, row, now)) {
        throw underWay();
      }
      return finish(account, digest, new Claim(idOf(account, digest, row.startedAt()), true), work);
    }
    return finish(account, digest, new Claim(idOf(account, digest, now), false), work);
  }

  private static Problem underWay() {
    return Problem.conflict(
        "request-under-way",
        "The request is under way",
        "a request with this Idempotency-Key is being answered; try again in a moment");
  }

  private static String idOf(OwnerId account, String digest, long startedAt) {
    return Digests.of(account + " " + digest + " " + startedAt).substring(0, 32);
  }

  private Answer finish(OwnerId account, String digest, Claim claim, Function<Claim, Answer> work) {
    boolean done = false;
    try {
      Answer answer = work.apply(claim);
      keep(account, digest, answer);
      done = true;
      return answer;
    } finally {
      if (!done) {
        forget(account, digest);
      }
    }
  }

  private boolean insert(OwnerId account, String digest, String fingerprint, long now) {
    try {
      jdbi.useTransaction(
          handle ->
              handle
                  .createUpdate(
                      "INSERT INTO repeated_request (account_id, key_digest, fingerprint,"
                          + " started_at, claimed_at) VALUES (:account, :digest, :fingerprint,"
                          + " :now, :now)")
                  .bind("account", account.value())
                  .bind("digest", digest)
                  .bind("fingerprint", fingerprint)
                  .bind("now", now)
                  .execute());
      return true;
    } catch (JdbiException e) {
      if (e.getCause() instanceof SQLException sql
          && sql.getSQLState() != null
          && sql.getSQLState().startsWith("23")) {
        return false;
      }
      throw e;
    }
  }

  private Optional<Row> find(OwnerId account, String digest) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT fingerprint, started_at, claimed_at, status, location, etag, body"
                        + " FROM repeated_request WHERE account_id = :account"
                        + " AND key_digest = :digest")
                .bind("account", account.value())
                .bind("digest", digest)
                .map(
                    (row, context) ->
                        new Row(
                            row.getString(1),
                            row.getLong(2),
                            row.getLong(3),
                            row.getString(4) == null
                                ? null
                                : new Answer(
                                    row.getInt(4),
                                    row.getString(5),
                                    row.getString(6),
                                    row.getString(7))))
                .findOne());
  }

  private boolean takeOver(OwnerId account, String digest, Row row, long now) {
    if (row.claimedAt() > now - ABANDONED_AFTER.toMillis()) {
      return false;
    }
    return jdbi.inTransaction(
            handle ->
                handle
                    .createUpdate(
                        "UPDATE repeated_request SET claimed_at = :now WHERE account_id = :account"
                            + " AND key_digest = :digest AND claimed_at = :before"
                            + " AND status IS NULL")
                    .bind("account", account.value())
                    .bind("digest", digest)
                    .bind("before", row.claimedAt())
                    .bind("now", now)
                    .execute())
        == 1;
  }

  private void keep(OwnerId account, String digest, Answer answer) {
    jdbi.useTransaction(
        handle ->
            handle
                .createUpdate(
                    "UPDATE repeated_request SET status = :status, location = :location,"
                        + " etag = :etag, body = :body WHERE account_id = :account"
                        + " AND key_digest = :digest")
                .bind("account", account.value())
                .bind("digest", digest)
                .bind("status", answer.status())
                .bind("location", answer.location())
                .bind("etag", answer.etag())
                .bind("body", answer.body())
                .execute());
  }

  private void forget(OwnerId account, String digest) {
    jdbi.useTransaction(
        handle ->
            handle
                .createUpdate(
                    "DELETE FROM repeated_request WHERE account_id = :account"
                        + " AND key_digest = :digest AND status IS NULL")
                .bind("account", account.value())
                .bind("digest", digest)
                .execute());
  }

  private void purge() {
    long now = clock.millis();
    long last = purgedAt.get();
    if (last < now - PURGED_EVERY.toMillis() && purgedAt.compareAndSet(last, now)) {
      jdbi.useTransaction(
          handle ->
              handle
                  .createUpdate("DELETE FROM repeated_request WHERE started_at < :before")
                  .bind("before", now - KEPT.toMillis())
                  .execute());
    }
  }
}
