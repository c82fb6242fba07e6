package dev.scheduling.server.http;

import dev.scheduling.server.json.Json;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * What is answered to requests that break off before they reach a path: no page, no stack trace.
 */
final class BareErrors extends ErrorHandler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    Problem problem =
        Problem.of(
            status, "unreadable", "The request cannot be read", "it is not HTTP as we speak it");
    response
        .getHeaders()
        .put(HttpHeader.CONTENT_TYPE, Failures.PROBLEM_JSON)
        .put("X-Content-Type-Options", "nosniff");
    response.write(true, ByteBuffer.wrap(Json.write(problem.toJson(""))), callback);
    return true;
  }
}
