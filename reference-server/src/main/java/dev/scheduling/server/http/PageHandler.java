package dev.scheduling.server.http;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** The page and its files, which lie in the jar. Thread-safe. */
public final class PageHandler {

  private static final String FOLDER = "/web/";

  // Nothing inline, not even with a nonce: all that the page runs or looks like lies in files.
  private static final String POLICY =
      "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

  // No part begins with a dot, so none leads out of the folder.
  private static final Pattern NAME =
      Pattern.compile("(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/){0,6}[A-Za-z0-9_-][A-Za-z0-9._-]*");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "json", "application/json",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "woff2", "font/woff2",
          "md", "text/plain; charset=utf-8");

  /** A file as it is sent. */
  private static final class File {
    private final String type;
    private final byte[] plain;
    private final byte @Nullable [] zipped;
    private final String digest;

    File(String type, byte[] plain, byte @Nullable [] zipped) {
      this.type = type;
      this.plain = plain;
      this.zipped = zipped;
      this.digest = Digests.of(plain).substring(0, 24);
    }
  }

  private final Origins origins;

  // Only files that exist are kept, so it grows no larger than the folder.
  private final Map<String, File> files = new ConcurrentHashMap<>();

  public PageHandler(Origins origins) {
    this.origins = origins;
  }

  void index(Context ctx) {
    page(ctx, "index.html", "; form-action 'self'; connect-src 'self' " + origins.realtime(ctx));
  }

  /** What programs are told by openapi.json, for people. */
  void docs(Context ctx) {
    page(ctx, "docs.html", "");
  }

  private void page(Context ctx, String name, String further) {
    ctx.header("Content-Security-Policy", POLICY + further)
        .contentType("text/html; charset=utf-8")
        .result(find(name).plain);
  }

  void file(Context ctx) {
    File file = find(ctx.pathParam("file"));
    byte[] zipped = acceptsGzip(ctx) ? file.zipped : null;
    // Two encodings are two things to a cache, so each has its own tag.
    String etag = "\"" + file.digest + (zipped == null ? "" : "-gzip") + "\"";
    ctx.header("ETag", etag).header("Cache-Control", "no-cache").header("Vary", "Accept-Encoding");
    String known = ctx.header("If-None-Match");
    if (known != null && known.contains(etag)) {
      ctx.status(304);
      return;
    }
    ctx.contentType(file.type);
    if (zipped == null) {
      ctx.result(file.plain);
    } else {
      ctx.header("Content-Encoding", "gzip").result(zipped);
    }
  }

  private static boolean acceptsGzip(Context ctx) {
    String accepted = ctx.header("Accept-Encoding");
    return accepted != null && accepted.contains("gzip") && !accepted.contains("gzip;q=0");
  }

  private File find(String name) {
    File known = files.get(name);
    if (known != null) {
      return known;
    }
    File read = read(name).orElseThrow(Problem::notFound);
    files.put(name, read);
    return read;
  }

  private static Optional<File> read(String name) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null || !NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    try (InputStream in = PageHandler.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        return Optional.empty();
      }
      byte[] plain = in.readAllBytes();
      byte[] zipped = type.startsWith("text/") || type.endsWith("xml") ? zip(plain) : null;
      return Optional.of(new File(type, plain, zipped));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] zip(byte[] plain) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream(plain.length / 3 + 64);
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(plain);
    }
    return zipped.toByteArray();
  }
}
