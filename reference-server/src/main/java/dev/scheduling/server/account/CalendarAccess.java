package dev.scheduling.server.account;

import dev.scheduling.CalendarId;
import dev.scheduling.OwnerId;
import dev.scheduling.Transaction;
import dev.scheduling.notification.Audience;
import dev.scheduling.server.database.TransactionHandles;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;

/**
 * Which calendars an account may reach, and what it may do there. Every request for a calendar or
 * what is in it asks here first; what an account may not reach does not exist for it. A share
 * counts from the commit that grants it to the commit that removes it: nothing is kept in memory.
 * Thread-safe.
 */
public final class CalendarAccess implements Audience {

  /** The most calendars that are read, or listed, for one account. */
  static final int MOST_CALENDARS = 1_000;

  private static final String SHARED =
      "SELECT s.calendar_id, s.access, a.email, a.name FROM calendar_share s"
          + " JOIN scheduling_calendar c ON c.calendar_id = s.calendar_id"
          + " JOIN account a ON a.id = c.owner_id"
          + " WHERE s.account_id = :account";

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
                    "SELECT 'OWNER' FROM scheduling_calendar WHERE calendar_id = :calendar"
                        + " AND owner_id = :account"
                        + " UNION ALL SELECT access FROM calendar_share"
                        + " WHERE calendar_id = :calendar AND account_id = :account")
                .bind("calendar", calendar.value())
                .bind("account", account.value())
                .map((row, context) -> AccessLevel.valueOf(row.getString(1)))
                .findOne());
  }

  /** The calendars that an account may reach, its own first; at most 1,000. */
  public Map<CalendarId, AccessLevel> all(OwnerId account) {
    Map<CalendarId, AccessLevel> all = new LinkedHashMap<>();
    jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT calendar_id, 'OWNER', 0 AS turn FROM scheduling_calendar"
                            + " WHERE owner_id = :account"
                            + " UNION ALL SELECT calendar_id, access, 1 FROM calendar_share"
                            + " WHERE account_id = :account"
                            + " ORDER BY turn, calendar_id LIMIT :limit")
                    .bind("account", account.value())
                    .bind("limit", MOST_CALENDARS)
                    .map(
                        (row, context) ->
                            Map.entry(
                                CalendarId.of(row.getString(1)),
                                AccessLevel.valueOf(row.getString(2))))
                    .list())
        .forEach(entry -> all.put(entry.getKey(), entry.getValue()));
    return all;
  }

  /** The calendars that others share with an account; at most 1,000. */
  public List<SharedCalendar> sharedWith(OwnerId account) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(SHARED + " ORDER BY s.calendar_id LIMIT :limit")
                .bind("account", account.value())
                .bind("limit", MOST_CALENDARS)
                .map((row, context) -> shared(row))
                .list());
  }

  /** A calendar that another shares with an account; empty for one that nobody shares with it. */
  public Optional<SharedCalendar> sharedWith(OwnerId account, CalendarId calendar) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(SHARED + " AND s.calendar_id = :calendar")
                .bind("account", account.value())
                .bind("calendar", calendar.value())
                .map((row, context) -> shared(row))
                .findOne());
  }

  private static SharedCalendar shared(ResultSet row) throws SQLException {
    return new SharedCalendar(
        CalendarId.of(row.getString(1)),
        AccessLevel.valueOf(row.getString(2)),
        new EmailAddress(row.getString(3)),
        row.getString(4));
  }

  /** Those who may read the calendar; who may only know when it is busy is told nothing. */
  @Override
  public Map<CalendarId, List<OwnerId>> besidesOwners(Transaction tx, Set<CalendarId> calendars) {
    Map<CalendarId, List<OwnerId>> readers = new HashMap<>();
    TransactionHandles.useHandle(
        tx,
        handle ->
            handle
                .createQuery(
                    "SELECT calendar_id, account_id FROM calendar_share"
                        + " WHERE calendar_id IN (<calendars>)"
                        + " AND access IN ('READ', 'WRITE') ORDER BY account_id")
                .bindList("calendars", calendars.stream().map(CalendarId::value).toList())
                .map(
                    (row, context) ->
                        readers
                            .computeIfAbsent(
                                CalendarId.of(row.getString(1)), any -> new ArrayList<>())
                            .add(OwnerId.of(row.getString(2))))
                .list());
    return readers;
  }
}
