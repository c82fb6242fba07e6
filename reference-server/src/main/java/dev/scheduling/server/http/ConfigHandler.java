package dev.scheduling.server.http;

import dev.scheduling.server.account.Accounts;
import dev.scheduling.server.json.Json;
import io.javalin.http.Context;
import java.util.function.Supplier;

/** {@code /v1/config}: what the page has to know before anybody has signed in. */
public final class ConfigHandler {

  private final Accounts accounts;
  private final Origins origins;
  private final boolean signUpOpen;
  private final boolean mail;
  private final Supplier<String> vapidPublicKey;

  /**
   * What the page is told.
   *
   * @param vapidPublicKey what browsers subscribe to push messages with
   */
  public ConfigHandler(
      Accounts accounts,
      Origins origins,
      boolean signUpOpen,
      boolean mail,
      Supplier<String> vapidPublicKey) {
    this.accounts = accounts;
    this.origins = origins;
    this.signUpOpen = signUpOpen;
    this.mail = mail;
    this.vapidPublicKey = vapidPublicKey;
  }

  void read(Context ctx) {
    Requests.answer(
        ctx,
        200,
        Json.object()
            .put("realtimeUrl", origins.realtime(ctx))
            .put("signUp", signUpOpen ? "open" : "closed")
            .put("mail", mail)
            .put("vapidPublicKey", vapidPublicKey.get())
            .put("setUp", accounts.isSetUp()));
  }
}
