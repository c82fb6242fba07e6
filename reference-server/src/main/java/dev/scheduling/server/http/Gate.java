package dev.scheduling.server.http;

import dev.scheduling.CalendarId;
import dev.scheduling.server.account.AccessLevel;
import dev.scheduling.server.account.Account;
import dev.scheduling.server.account.Accounts;
import dev.scheduling.server.account.CalendarAccess;
import dev.scheduling.server.account.Caller;
import dev.scheduling.server.account.SharedCalendar;
import io.javalin.http.Context;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks whether a caller may do something, before anything is done. Thread-safe. */
public final class Gate {

  private final CalendarAccess access;
  private final Accounts accounts;

  public Gate(CalendarAccess access, Accounts accounts) {
    this.access = access;
    this.accounts = accounts;
  }

  /**
   * What the caller may do with a calendar, which includes {@code needed}.
   *
   * @throws Problem 404 if it is not for the caller to know of, 403 if it is, but not for that
   */
  AccessLevel require(Context ctx, CalendarId calendar, AccessLevel needed) {
    AccessLevel level =
        access.of(Requests.caller(ctx).account(), calendar).orElseThrow(Problem::notFound);
    if (!level.includes(needed)) {
      throw Problem.forbidden("the calendar is shared with you as " + level.word() + " only");
    }
    return level;
  }

  /** The calendars that the caller may reach, its own first, and what it may do with them. */
  Map<CalendarId, AccessLevel> all(Caller caller) {
    return access.all(caller.account());
  }

  /** The calendars that others share with the caller. */
  List<SharedCalendar> sharedWith(Caller caller) {
    return access.sharedWith(caller.account());
  }

  /** A calendar that another shares with the caller; empty for one that nobody does. */
  Optional<SharedCalendar> sharedWith(Caller caller, CalendarId calendar) {
    return access.sharedWith(caller.account(), calendar);
  }

  /** The zone that the caller lives in. */
  ZoneId zoneOf(Caller caller) {
    return accounts.find(caller.account()).map(Account::timeZone).orElseThrow(Problem::notFound);
  }
}
