package dev.scheduling.server.http;

import io.javalin.http.Context;
import java.net.URI;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where browsers reach this server, by the settings or, where they say nothing, by the request's
 * own Host. Immutable and thread-safe.
 *
 * @param publicUrl the page's address; null for directly
 * @param realtimeUrl the WebSocket's address; null for directly
 * @param realtimePort where the WebSocket listens
 */
public record Origins(
    @Nullable URI publicUrl, @Nullable URI realtimeUrl, IntSupplier realtimePort) {

  // A name, an IPv4 address or an IPv6 address in brackets; nothing that could end a header's part.
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]");

  /** The address at which the page that made this request finds the WebSocket. */
  String realtime(Context ctx) {
    if (realtimeUrl != null) {
      return realtimeUrl.toString();
    }
    return "ws://" + hostName(ctx) + ":" + realtimePort.getAsInt() + "/";
  }

  private static String hostName(Context ctx) {
    String host = ctx.req().getServerName();
    return host != null && HOST.matcher(host).matches() ? host : "localhost";
  }

  /** Whether browsers reach the page over TLS. */
  boolean isSecure() {
    return publicUrl != null && "https".equals(publicUrl.getScheme());
  }

  /** The path under which the page is reached, without a slash at its end. */
  String pathPrefix() {
    if (publicUrl == null || publicUrl.getRawPath() == null) {
      return "";
    }
    return publicUrl.getRawPath().replaceAll("/+$", "");
  }

  /**
   * Whether a browser sent the request from our own page. A browser names the origin with every
   * POST; without a name it was no browser, and then there is no page that could be abused, but no
   * reason to trust a cookie either.
   */
  boolean isSameOrigin(Context ctx) {
    String site = ctx.header("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin")) {
      return false;
    }
    String origin = ctx.header("Origin");
    if (origin == null) {
      return site != null;
    }
    if (publicUrl != null) {
      return origin.equals(originOf(publicUrl));
    }
    return origin.equals("http://" + ctx.header("Host"));
  }

  private static String originOf(URI uri) {
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }
}
