package dev.scheduling.server.account;

import dev.scheduling.CalendarId;
import dev.scheduling.OwnerId;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * Which calendars an account may reach, and what it may do there. Every request for a calendar or
 * what is in it asks here first; what an account may not reach does not exist for it. Thread-safe.
 */
public final class CalendarAccess {

  private static final int MOST_CALENDARS = 1_000;

  private final Jdbi jdbi;

  public CalendarAccess(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * What an account may do with a calendar; empty if there is none or it is not for the account.
   */
  public Optional<AccessLevel> of(OwnerId account, CalendarId calendar) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT 1 FROM scheduling_calendar WHERE calendar_id = :calendar"
                        + " AND owner_id = :account")
                .bind("calendar", calendar.value())
                .bind("account", account.value())
                .map((row, context) -> AccessLevel.OWNER)
                .findOne());
  }

  /** The calendars that an account may read; at most 1,000. */
  public List<CalendarId> readable(OwnerId account) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT calendar_id FROM scheduling_calendar WHERE owner_id = :account"
                        + " ORDER BY calendar_id LIMIT :limit")
                .bind("account", account.value())
                .bind("limit", MOST_CALENDARS)
                .map((row, context) -> CalendarId.of(row.getString(1)))
                .list());
  }
}
