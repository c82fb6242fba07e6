package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.server.json.Json;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what a client sends, and never more than a limit of it. */
final class RequestBody {

  static final int MOST_JSON_BYTES = 1 << 20;
  static final String JSON = "application/json";
  static final String MERGE_PATCH = "application/merge-patch+json";

  // What is thrown away so that the client gets to read the refusal; beyond it we hang up.
  private static final long MOST_DRAINED_BYTES = 32L << 20;

  private RequestBody() {}

  /** The body as a JSON object of at most 1 MiB. */
  static ObjectNode json(Context ctx) {
    return Json.readObject(bytes(ctx, MOST_JSON_BYTES, JSON, MERGE_PATCH));
  }

  /**
   * The body, whose type must be one of {@code types}.
   *
   * @throws Problem 413 if it is larger than {@code most} bytes, 415 if it is something else
   */
  static byte[] bytes(Context ctx, int most, String... types) {
    checkType(ctx.header("Content-Type"), types);
    String encoding = ctx.header("Content-Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw Problem.unsupported("Content-Encoding must be identity, but is " + shown(encoding));
    }
    try (InputStream in = ctx.bodyInputStream()) {
      if (ctx.req().getContentLengthLong() > most) {
        drain(in);
        throw tooLarge(most);
      }
      byte[] body = in.readNBytes(most + 1);
      if (body.length > most) {
        drain(in);
        throw tooLarge(most);
      }
      return body;
    } catch (IOException e) {
      throw Problem.unreadable("the body broke off");
    }
  }

  private static void checkType(@Nullable String header, String... types) {
    String type = header == null ? "" : header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    for (String known : types) {
      if (known.equals(type)) {
        return;
      }
    }
    throw Problem.unsupported("Content-Type must be " + types[0] + ", but is " + shown(type));
  }

  private static String shown(String value) {
    return value.isEmpty() ? "missing" : value.length() > 60 ? value.substring(0, 60) : value;
  }

  private static Problem tooLarge(int most) {
    return Problem.tooLarge("the body may have " + most + " bytes");
  }

  private static void drain(InputStream in) throws IOException {
    byte[] sink = new byte[1 << 16];
    long drained = 0;
    int read = 0;
    while (read >= 0 && drained < MOST_DRAINED_BYTES) {
      read = in.read(sink);
      drained += read;
    }
  }
}
