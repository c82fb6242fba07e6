package dev.scheduling.server.http;

import dev.scheduling.server.account.Caller;
import dev.scheduling.server.account.EmailAddress;
import dev.scheduling.server.account.PasswordChanges;
import dev.scheduling.server.account.Sessions;
import dev.scheduling.server.json.Json;
import io.javalin.http.Context;

/** {@code /v1/me/password} and {@code /v1/password-resets}. */
public final class PasswordHandler {

  private final PasswordChanges changes;
  private final boolean mail;

  /**
   * A handler.
   *
   * @param mail whether links to a new password can be sent
   */
  public PasswordHandler(PasswordChanges changes, boolean mail) {
    this.changes = changes;
    this.mail = mail;
  }

  void change(Context ctx) {
    Caller caller = Requests.caller(ctx);
    Fields body = Fields.of(RequestBody.json(ctx));
    String current = PasswordFields.known(body, "currentPassword");
    String fresh = PasswordFields.fresh(body, "newPassword");
    body.check();
    String accessToken =
        changes
            .change(caller, current, fresh, Requests.address(ctx))
            .orElseThrow(() -> Problem.forbidden("the current password is wrong"));
    Requests.answer(
        ctx,
        200,
        Json.object()
            .put("accessToken", accessToken)
            .put("expiresIn", Sessions.ACCESS_LIFETIME.toSeconds()));
  }

  void ask(Context ctx) {
    if (!mail) {
      throw Problem.forbidden("this server sends no mail; ask its administrator for a link");
    }
    Fields body = Fields.of(RequestBody.json(ctx));
    EmailAddress email = AccountHandler.email(body);
    body.check();
    changes.ask(email, Requests.address(ctx));
    Requests.answer(ctx, 202, Json.object());
  }

  void redeem(Context ctx) {
    Fields body = Fields.of(RequestBody.json(ctx));
    String token = body.requiredText("token", AccountHandler.LONGEST_TOKEN);
    String password = PasswordFields.fresh(body, "password");
    body.check();
    if (!changes.redeem(token, password, Requests.address(ctx))) {
      throw AccountHandler.badLink();
    }
    ctx.status(204);
  }
}
