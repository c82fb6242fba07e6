package dev.scheduling.server.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** {@code /openapi.json}: the API for machines, kept by hand (OpenAPI 3.1). Thread-safe. */
public final class ApiDocumentHandler {

  private static final String FILE = "openapi.json";

  void read(Context ctx) {
    try (InputStream in =
        Objects.requireNonNull(ApiDocumentHandler.class.getResourceAsStream(FILE), FILE)) {
      ctx.contentType(RequestBody.JSON).result(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
