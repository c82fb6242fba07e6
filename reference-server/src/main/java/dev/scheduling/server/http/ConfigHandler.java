package dev.scheduling.server.http;

import dev.scheduling.server.account.Accounts;
import dev.scheduling.server.json.Json;
import io.javalin.http.Context;

/** {@code /v1/config}: what the page has to know before anybody has signed in. */
public final class ConfigHandler {

  private final Accounts accounts;
  private final Origins origins;
  private final boolean signUpOpen;
  private final boolean mail;

  public ConfigHandler(Accounts accounts, Origins origins, boolean signUpOpen, boolean mail) {
    this.accounts = accounts;
    this.origins = origins;
    this.signUpOpen = signUpOpen;
    this.mail = mail;
  }

  void read(Context ctx) {
    Requests.answer(
        ctx,
        200,
        Json.object()
            .put("realtimeUrl", origins.realtime(ctx))
            .put("signUp", signUpOpen ? "open" : "closed")
            .put("mail", mail)
            .put("setUp", accounts.isSetUp()));
  }
}
