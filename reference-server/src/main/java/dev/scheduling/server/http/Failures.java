package dev.scheduling.server.http;

import dev.scheduling.UnavailableException;
import dev.scheduling.calendar.InvalidEventException;
import dev.scheduling.engine.NotFoundException;
import dev.scheduling.engine.StaleVersionException;
import dev.scheduling.server.account.EmailTakenException;
import dev.scheduling.server.account.ThrottledException;
import dev.scheduling.server.account.TooBusyException;
import dev.scheduling.server.json.Json;
import dev.scheduling.server.json.UnreadableJsonException;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.Locale;
import org.jdbi.v3.core.ConnectionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever a handler throws into a problem document. */
final class Failures {

  static final String PROBLEM_JSON = "application/problem+json";

  private static final Logger log = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  static void mapAll(JavalinConfig config) {
    config.routes.exception(Problem.class, (e, ctx) -> tell(ctx, e));
    config.routes.exception(HttpResponseException.class, (e, ctx) -> tell(ctx, of(e)));
    config.routes.exception(
        EmailTakenException.class,
        (e, ctx) ->
            tell(
                ctx,
                Problem.conflict(
                    "email-taken",
                    "The address is taken",
                    "there is an account with this e-mail address")));
    config.routes.exception(
        ThrottledException.class,
        (e, ctx) ->
            tell(
                ctx,
                Problem.later(
                    429,
                    "throttled",
                    "Too many failed attempts",
                    seconds(e.waiting().toMillis()))));
    config.routes.exception(
        TooBusyException.class,
        (e, ctx) -> tell(ctx, Problem.later(503, "busy", "Too many sign-ins at once", 2)));
    config.routes.exception(
        UnreadableJsonException.class,
        (e, ctx) -> tell(ctx, Problem.unreadable(String.valueOf(e.getMessage()))));
    config.routes.exception(
        InvalidEventException.class, (e, ctx) -> tell(ctx, EventJson.invalid(e)));
    config.routes.exception(NotFoundException.class, (e, ctx) -> tell(ctx, Problem.notFound()));
    config.routes.exception(
        StaleVersionException.class, (e, ctx) -> tell(ctx, Problem.preconditionFailed()));
    config.routes.exception(
        UnavailableException.class,
        (e, ctx) -> {
          log.warn("{} {} found something away", ctx.method(), ctx.path(), e);
          tell(ctx, unavailable());
        });
    config.routes.exception(
        ConnectionException.class,
        (e, ctx) -> {
          log.warn("{} {} found the database away", ctx.method(), ctx.path(), e);
          tell(ctx, unavailable());
        });
    config.routes.exception(Exception.class, Failures::unexpected);
  }

  private static Problem unavailable() {
    return Problem.later(503, "unavailable", "What this needs cannot be reached for now", 5);
  }

  private static long seconds(long millis) {
    return Math.max(1, (millis + 999) / 1000);
  }

  private static Problem of(HttpResponseException e) {
    int status = e.getStatus();
    if (status == 404) {
      return Problem.notFound();
    }
    Problem problem =
        Problem.of(
            status,
            status == 405 ? "method-not-allowed" : "refused",
            status == 405 ? "The method is not for this path" : "The request is refused",
            String.valueOf(e.getMessage()));
    String allowed = e.getDetails().get("availableMethods");
    if (status == 405 && allowed != null) {
      problem.header("Allow", allowed.toUpperCase(Locale.ROOT));
    }
    return problem;
  }

  private static void unexpected(Exception e, Context ctx) {
    log.error("{} {} failed", ctx.method(), ctx.path(), e);
    tell(
        ctx,
        Problem.of(
            500,
            "internal",
            "Something went wrong here",
            "it is our fault and was noted under the requestId"));
  }

  static void tell(Context ctx, Problem problem) {
    problem.headers().forEach(ctx::header);
    ctx.status(problem.status())
        .contentType(PROBLEM_JSON)
        .result(Json.write(problem.toJson(Requests.id(ctx))));
  }
}
