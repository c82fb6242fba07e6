package dev.scheduling.server.account;

import java.time.Duration;
import org.jdbi.v3.core.Jdbi;

/** Families of refresh tokens beside their sessions, and gone with them. Thread-safe. */
public final class JdbcRefreshFamilies implements RefreshFamilies {

  private final Jdbi jdbi;

  public JdbcRefreshFamilies(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  @Override
  public void begin(String session, String digest, Duration lifetime) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "INSERT INTO refresh_family (session_id, token_digest)"
                        + " VALUES (:session, :digest)")
                .bind("session", session)
                .bind("digest", digest)
                .execute());
  }

  @Override
  public Rotation rotate(String session, String digest, String next) {
    return jdbi.inTransaction(
        handle -> {
          // One statement compares and sets, so of two that come with the same token one loses.
          int rotated =
              handle
                  .createUpdate(
                      "UPDATE refresh_family SET token_digest = :next"
                          + " WHERE session_id = :session AND token_digest = :digest")
                  .bind("session", session)
                  .bind("digest", digest)
                  .bind("next", next)
                  .execute();
          if (rotated == 1) {
            return Rotation.ROTATED;
          }
          int ended =
              handle
                  .createUpdate("DELETE FROM refresh_family WHERE session_id = :session")
                  .bind("session", session)
                  .execute();
          return ended == 1 ? Rotation.REUSED : Rotation.GONE;
        });
  }
}
