package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.server.account.Caller;
import dev.scheduling.server.account.Sessions;
import dev.scheduling.server.account.Sessions.Tokens;
import dev.scheduling.server.json.Json;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.util.List;

/** {@code /v1/sessions}: signing in, staying signed in, signing out. */
public final class SessionHandler {

  static final String COOKIE = "scheduling-refresh";

  private static final int LONGEST_EMAIL = 2_000;

  // Longer than any: an access token in the place of a refresh token is a token that is not good.
  private static final int LONGEST_TOKEN = 4_096;

  private final Sessions sessions;
  private final Origins origins;

  public SessionHandler(Sessions sessions, Origins origins) {
    this.sessions = sessions;
    this.origins = origins;
  }

  void create(Context ctx) {
    Fields body = Fields.of(RequestBody.json(ctx));
    String email = body.requiredText("email", LONGEST_EMAIL);
    String password = PasswordFields.known(body, "password");
    Boolean cookie = body.bool("cookie");
    body.check();
    Tokens tokens =
        sessions
            .open(email, password, client(ctx))
            .orElseThrow(() -> Problem.unauthenticated("the e-mail address or password is wrong"));
    answer(ctx, 201, tokens, Boolean.TRUE.equals(cookie));
  }

  private static Sessions.Client client(Context ctx) {
    String userAgent = ctx.userAgent();
    return new Sessions.Client(Requests.address(ctx), userAgent == null ? "" : userAgent);
  }

  void refresh(Context ctx) {
    Fields body = Fields.of(RequestBody.json(ctx));
    String token = body.text("refreshToken", LONGEST_TOKEN);
    body.check();
    boolean fromCookie = token == null;
    if (fromCookie) {
      token = ctx.cookie(COOKIE);
      // The browser adds the cookie to whatever page's request; only our own page's may use it.
      if (token != null && !origins.isSameOrigin(ctx)) {
        throw Problem.forbidden("the cookie is good for requests of the server's own page only");
      }
    }
    Tokens tokens =
        sessions
            .refresh(token == null ? "" : token, Requests.address(ctx))
            .orElseThrow(
                () -> {
                  if (fromCookie) {
                    dropCookie(ctx);
                  }
                  return Problem.unauthenticated("the refresh token is not good, or not any more");
                });
    answer(ctx, 200, tokens, fromCookie);
  }

  private void answer(Context ctx, int status, Tokens tokens, boolean inCookie) {
    ObjectNode json =
        Json.object()
            .put("accessToken", tokens.accessToken())
            .put("expiresIn", tokens.expiresIn().toSeconds());
    if (inCookie) {
      ctx.cookie(cookie(tokens.refreshToken(), (int) tokens.refreshExpiresIn().toSeconds()));
    } else {
      json.put("refreshToken", tokens.refreshToken());
    }
    Requests.answer(ctx, status, json);
  }

  private Cookie cookie(String value, int seconds) {
    return new Cookie(
        COOKIE,
        value,
        origins.pathPrefix() + "/v1/sessions",
        seconds,
        origins.isSecure(),
        true,
        null,
        SameSite.STRICT);
  }

  private void dropCookie(Context ctx) {
    ctx.cookie(cookie("", 0));
  }

  void list(Context ctx) {
    Caller caller = Requests.caller(ctx);
    Requests.answer(ctx, 200, json(sessions.list(caller.account()), caller));
  }

  /** Sessions as their owner sees them. */
  static ObjectNode json(List<Sessions.Session> sessions, Caller caller) {
    ObjectNode json = Json.object();
    ArrayNode items = json.putArray("items");
    for (Sessions.Session session : sessions) {
      items
          .addObject()
          .put("id", session.id())
          .put("current", session.id().equals(caller.session()))
          .put("created", session.created().toString())
          .put("used", session.used().toString())
          .put("expires", session.expires().toString())
          .put("address", session.address())
          .put("userAgent", session.userAgent());
    }
    return json;
  }

  void delete(Context ctx) {
    Caller caller = Requests.caller(ctx);
    String which = ctx.pathParam("sessionId");
    if (which.equals("all")) {
      sessions.endAll(caller.account(), Requests.address(ctx));
    } else if (!sessions.end(
        caller.account(),
        which.equals("current") ? caller.session() : which,
        Requests.address(ctx))) {
      throw Problem.notFound();
    }
    if (which.equals("all") || which.equals("current") || which.equals(caller.session())) {
      dropCookie(ctx);
    }
    ctx.status(204);
  }
}
