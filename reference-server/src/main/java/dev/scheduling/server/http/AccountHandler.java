package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.server.account.Account;
import dev.scheduling.server.account.Accounts;
import dev.scheduling.server.account.EmailAddress;
import dev.scheduling.server.account.SignUps;
import dev.scheduling.server.json.Json;
import io.javalin.http.Context;
import java.time.ZoneId;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /v1/setup} and {@code /v1/accounts}. */
public final class AccountHandler {

  static final int LONGEST_NAME = 200;

  static final int LONGEST_TOKEN = 200;

  private static final int LONGEST_EMAIL = 2_000;

  private final Accounts accounts;
  private final SignUps signUps;
  private final boolean signUpOpen;
  private final boolean mail;

  /**
   * A handler.
   *
   * @param mail whether addresses are confirmed by mail
   */
  public AccountHandler(Accounts accounts, SignUps signUps, boolean signUpOpen, boolean mail) {
    this.accounts = accounts;
    this.signUps = signUps;
    this.signUpOpen = signUpOpen;
    this.mail = mail;
  }

  void setUp(Context ctx) {
    Fields body = Fields.of(RequestBody.json(ctx));
    String token = body.requiredText("token", LONGEST_TOKEN);
    EmailAddress email = email(body);
    String password = PasswordFields.fresh(body, "password");
    body.check();
    switch (accounts.setUp(token, email, password, Requests.address(ctx))) {
      case DONE -> Requests.answer(ctx, 201, Json.object().put("email", email.value()));
      case WRONG_TOKEN -> throw Problem.forbidden("this is not the set-up token");
      case DONE_BEFORE ->
          throw Problem.conflict(
              "set-up-done", "Set up already", "the administrator has an account");
    }
  }

  void create(Context ctx) {
    if (!signUpOpen) {
      throw Problem.forbidden("sign-up is closed on this server");
    }
    Fields body = Fields.of(RequestBody.json(ctx));
    EmailAddress email = email(body);
    String password = PasswordFields.fresh(body, "password");
    String name = body.text("name", LONGEST_NAME);
    ZoneId zone = body.zone("timeZone");
    String locale = locale(body);
    body.check();
    Account account =
        Accounts.newAccount(
            email,
            name == null ? "" : name,
            zone == null ? ZoneId.of("UTC") : zone,
            locale == null ? "en" : locale,
            false);
    if (mail) {
      signUps.ask(account, password, Requests.address(ctx));
    } else {
      accounts.signUp(account, password, Requests.address(ctx));
    }
    Requests.answer(ctx, 201, json(account));
  }

  void confirm(Context ctx) {
    if (!signUpOpen) {
      throw Problem.forbidden("sign-up is closed on this server");
    }
    Fields body = Fields.of(RequestBody.json(ctx));
    String token = body.requiredText("token", LONGEST_TOKEN);
    body.check();
    Requests.answer(
        ctx,
        201,
        json(signUps.confirm(token, Requests.address(ctx)).orElseThrow(AccountHandler::badLink)));
  }

  static Problem badLink() {
    return Problem.forbidden("the link is not good, or not any more");
  }

  static EmailAddress email(Fields body) {
    Optional<EmailAddress> email = EmailAddress.parse(body.requiredText("email", LONGEST_EMAIL));
    if (email.isEmpty() && body.has("email")) {
      body.wrong("email", "email must be an address such as ada@example.org, in ASCII");
    }
    return email.orElse(new EmailAddress(""));
  }

  /** A BCP 47 tag in its canonical form, or null. */
  static @Nullable String locale(Fields body) {
    String tag = body.text("locale", 35);
    if (tag == null) {
      return null;
    }
    try {
      return new Locale.Builder().setLanguageTag(tag).build().toLanguageTag();
    } catch (IllformedLocaleException e) {
      body.wrong("locale", "locale must be a BCP 47 language tag such as en or ko-KR");
      return null;
    }
  }

  static ObjectNode json(Account account) {
    return Json.object()
        .put("id", account.id().value())
        .put("email", account.email().value())
        .put("name", account.name())
        .put("timeZone", account.timeZone().getId())
        .put("locale", account.locale());
  }
}
