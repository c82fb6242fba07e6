package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.server.account.Account;
import dev.scheduling.server.account.Accounts;
import io.javalin.http.Context;
import java.time.ZoneId;

/** {@code /v1/me}: one's own account. */
public final class MeHandler {

  private final Accounts accounts;

  public MeHandler(Accounts accounts) {
    this.accounts = accounts;
  }

  void read(Context ctx) {
    answer(ctx, accounts.find(Requests.caller(ctx).account()).orElseThrow(Problem::notFound));
  }

  void change(Context ctx) {
    Fields body = Fields.of(RequestBody.json(ctx));
    String name = body.text("name", AccountHandler.LONGEST_NAME);
    ZoneId zone = body.zone("timeZone");
    String locale = AccountHandler.locale(body);
    body.check();
    answer(
        ctx,
        accounts
            .change(Requests.caller(ctx).account(), name, zone, locale)
            .orElseThrow(Problem::notFound));
  }

  void delete(Context ctx) {
    accounts.delete(Requests.caller(ctx).account(), Requests.address(ctx));
    ctx.status(204);
  }

  private static void answer(Context ctx, Account account) {
    Requests.answer(ctx, 200, json(account));
  }

  /** An account as its owner sees it. */
  static ObjectNode json(Account account) {
    return AccountHandler.json(account).put("administrator", account.administrator());
  }
}
