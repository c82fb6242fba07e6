package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.CalendarId;
import dev.scheduling.server.account.AccessLevel;
import dev.scheduling.server.account.Account;
import dev.scheduling.server.account.Accounts;
import dev.scheduling.server.account.Caller;
import dev.scheduling.server.account.EmailAddress;
import dev.scheduling.server.account.OwnedCalendars;
import dev.scheduling.server.json.Json;
import io.javalin.http.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /v1/calendars/{calendarId}/shares}: with whom a calendar is shared. */
public final class ShareHandler {

  private static final List<AccessLevel> GRANTED =
      List.of(AccessLevel.FREE_BUSY, AccessLevel.READ, AccessLevel.WRITE);

  private final OwnedCalendars owned;
  private final Gate gate;
  private final Accounts accounts;

  public ShareHandler(OwnedCalendars owned, Gate gate, Accounts accounts) {
    this.owned = owned;
    this.gate = gate;
    this.accounts = accounts;
  }

  void list(Context ctx) {
    CalendarId calendar = Requests.calendarId(ctx);
    gate.require(ctx, calendar, AccessLevel.OWNER);
    ObjectNode json = Json.object();
    ArrayNode items = json.putArray("items");
    for (OwnedCalendars.Share share :
        owned.shares(Requests.caller(ctx).account(), calendar).orElseThrow(Problem::notFound)) {
      items
          .addObject()
          .put("email", share.email().value())
          .put("name", share.name())
          .put("access", share.level().word());
    }
    Requests.answer(ctx, 200, json);
  }

  void put(Context ctx) {
    CalendarId calendar = Requests.calendarId(ctx);
    gate.require(ctx, calendar, AccessLevel.OWNER);
    Fields body = Fields.of(RequestBody.json(ctx));
    EmailAddress email = AccountHandler.email(body);
    AccessLevel level = level(body);
    body.check();
    if (level == null) {
      throw Problem.invalid("/access", "access is missing");
    }
    switch (owned.share(
        Requests.caller(ctx).account(), Requests.address(ctx), calendar, email, level)) {
      case DONE ->
          Requests.answer(
              ctx, 200, Json.object().put("email", email.value()).put("access", level.word()));
      case NO_SUCH_CALENDAR -> throw Problem.notFound();
      case NO_SUCH_ACCOUNT ->
          throw Problem.invalid("/email", "there is no account with this e-mail address");
      case OWN_ACCOUNT -> throw Problem.invalid("/email", "the calendar is yours already");
      case TOO_MANY ->
          throw Problem.invalid(
              "/email",
              "a calendar may be shared with "
                  + OwnedCalendars.MOST_SHARES
                  + " accounts, and is with that many");
    }
  }

  private static @Nullable AccessLevel level(Fields body) {
    String word = body.text("access", 40);
    for (AccessLevel level : GRANTED) {
      if (level.word().equals(word)) {
        return level;
      }
    }
    if (word != null) {
      body.wrong("access", "access must be one of freeBusy, read, write");
    }
    return null;
  }

  /** Ends a share: the owner any, and who it is shared with their own. */
  void delete(Context ctx) {
    CalendarId calendar = Requests.calendarId(ctx);
    AccessLevel level = gate.require(ctx, calendar, AccessLevel.FREE_BUSY);
    Caller caller = Requests.caller(ctx);
    Fields body = Fields.of(RequestBody.json(ctx));
    EmailAddress email = AccountHandler.email(body);
    body.check();
    boolean removed =
        level == AccessLevel.OWNER
            ? owned.unshare(caller.account(), Requests.address(ctx), calendar, email)
            : isOwn(caller, email)
                && owned.leave(caller.account(), Requests.address(ctx), calendar);
    if (!removed) {
      throw level == AccessLevel.OWNER
          ? Problem.notFound()
          : Problem.forbidden("only the owner ends the shares of others");
    }
    ctx.status(204);
  }

  private boolean isOwn(Caller caller, EmailAddress email) {
    return accounts.find(caller.account()).map(Account::email).filter(email::equals).isPresent();
  }
}
