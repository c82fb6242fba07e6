package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.server.account.AppPassword;
import dev.scheduling.server.account.AppPasswords;
import dev.scheduling.server.account.Scope;
import dev.scheduling.server.json.Json;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code /v1/me/app-passwords}: passwords for programs. */
public final class AppPasswordHandler {

  private static final int LONGEST_NAME = 100;
  private static final int MOST_SCOPES = 10;
  private static final int LONGEST_SCOPE = 20;

  private final AppPasswords appPasswords;

  public AppPasswordHandler(AppPasswords appPasswords) {
    this.appPasswords = appPasswords;
  }

  void list(Context ctx) {
    ObjectNode json = Json.object();
    ArrayNode items = json.putArray("items");
    appPasswords
        .list(Requests.caller(ctx).account())
        .forEach(password -> items.add(write(password)));
    Requests.answer(ctx, 200, json);
  }

  void create(Context ctx) {
    Fields body = Fields.of(RequestBody.json(ctx));
    String name = body.requiredText("name", LONGEST_NAME);
    if (body.has("name") && name.isBlank()) {
      body.wrong("name", "name must not be empty");
    }
    Set<Scope> scopes = scopes(body);
    Instant expires = body.instant("expires");
    body.check();
    AppPasswords.Made made =
        appPasswords
            .make(Requests.caller(ctx).account(), name, scopes, expires, Requests.address(ctx))
            .orElseThrow(
                () ->
                    Problem.conflict(
                        "too-many",
                        "There are too many",
                        "an account may have " + AppPasswords.MOST + " app passwords"));
    Requests.answer(ctx, 201, write(made.password()).put("secret", made.secret()));
  }

  private static Set<Scope> scopes(Fields body) {
    EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
    List<String> words = body.texts("scopes", MOST_SCOPES, LONGEST_SCOPE);
    for (String word : words == null ? List.<String>of() : words) {
      Optional<Scope> scope = Scope.ofAppPassword(word);
      scope.ifPresent(scopes::add);
      if (scope.isEmpty()) {
        body.wrong("scopes", "scopes may be read and write, but has " + word);
      }
    }
    if (!body.has("scopes") || (words != null && words.isEmpty())) {
      body.wrong("scopes", "scopes must name read, write or both");
    }
    return scopes;
  }

  void delete(Context ctx) {
    if (!appPasswords.delete(
        Requests.caller(ctx).account(), ctx.pathParam("appPasswordId"), Requests.address(ctx))) {
      throw Problem.notFound();
    }
    ctx.status(204);
  }

  /** An app password without its secret. */
  static ObjectNode write(AppPassword password) {
    ObjectNode json = Json.object().put("id", password.id()).put("name", password.name());
    ArrayNode scopes = json.putArray("scopes");
    password.scopes().stream().sorted().map(Scope::word).forEach(scopes::add);
    json.put("created", password.created().toString());
    if (password.expires() != null) {
      json.put("expires", password.expires().toString());
    }
    if (password.used() != null) {
      json.put("used", password.used().toString());
    }
    return json;
  }
}
