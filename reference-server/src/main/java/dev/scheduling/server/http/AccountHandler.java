package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.server.account.Account;
import dev.scheduling.server.account.Accounts;
import dev.scheduling.server.account.EmailAddress;
import dev.scheduling.server.account.Passwords;
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

  // Long enough for what is refused to be told from what is cut off, short enough to hash nothing.
  private static final int LONGEST_SECRET = 2_000;

  private final Accounts accounts;
  private final boolean signUpOpen;

  public AccountHandler(Accounts accounts, boolean signUpOpen) {
    this.accounts = accounts;
    this.signUpOpen = signUpOpen;
  }

  void setUp(Context ctx) {
    Fields body = Fields.of(RequestBody.json(ctx));
    String token = body.requiredText("token", LONGEST_SECRET);
    EmailAddress email = email(body);
    String password = newPassword(body);
    body.check();
    switch (accounts.setUp(token, email, password)) {
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
    String password = newPassword(body);
    String name = body.text("name", LONGEST_NAME);
    ZoneId zone = body.zone("timeZone");
    String locale = locale(body);
    body.check();
    Account account =
        accounts.signUp(
            email,
            password,
            name == null ? "" : name,
            zone == null ? ZoneId.of("UTC") : zone,
            locale == null ? "en" : locale);
    Requests.answer(ctx, 201, json(account));
  }

  static EmailAddress email(Fields body) {
    Optional<EmailAddress> email = EmailAddress.parse(body.requiredText("email", LONGEST_SECRET));
    if (email.isEmpty() && body.has("email")) {
      body.wrong("email", "email must be an address such as ada@example.org, in ASCII");
    }
    return email.orElse(new EmailAddress(""));
  }

  /** A password to be kept. */
  private static String newPassword(Fields body) {
    return password(body, Passwords.SHORTEST);
  }

  /** A password to be compared; one that nobody can have is simply wrong, if it is not too long. */
  static String knownPassword(Fields body) {
    return password(body, 0);
  }

  private static String password(Fields body, int shortest) {
    String password = body.requiredText("password", LONGEST_SECRET);
    int length = password.codePointCount(0, password.length());
    if (body.has("password") && (length < shortest || length > Passwords.LONGEST)) {
      body.wrong(
          "password",
          "password must have "
              + Passwords.SHORTEST
              + " to "
              + Passwords.LONGEST
              + " characters, but has "
              + length);
    }
    return password;
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
