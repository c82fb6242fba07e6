package dev.scheduling.server.http;

import dev.scheduling.OwnerId;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What each request passes before it reaches a path: where it really comes from, whether that sends
 * too much, which pages may send it, and the headers that keep a browser from being used against
 * its user. Thread-safe.
 */
final class FrontDoor {

  private static final int NETWORK_BYTES_OF_IPV6 = 8;
  private static final String API = "/v1/";
  private static final String LIMIT = "RateLimit";
  private static final String POLICY = "RateLimit-Policy";

  private final Perimeter perimeter;
  private final boolean secure;
  private final @Nullable RateLimit byAddress;
  private final @Nullable RateLimit byAccount;

  /**
   * A door.
   *
   * @param secure whether browsers reach the server over TLS
   */
  FrontDoor(Perimeter perimeter, boolean secure, InstantSource clock) {
    this.perimeter = perimeter;
    this.secure = secure;
    byAddress =
        perimeter.perAddress() == 0
            ? null
            : new RateLimit("address", perimeter.perAddress(), clock);
    byAccount =
        perimeter.perAccount() == 0
            ? null
            : new RateLimit("account", perimeter.perAccount(), clock);
  }

  /**
   * Lets a request in.
   *
   * @throws Problem 429 if its address sends too many
   */
  void enter(Context ctx) {
    String address =
        perimeter
            .proxies()
            .client(
                ctx.req().getRemoteAddr(),
                values(ctx, "X-Forwarded-For"),
                values(ctx, "Forwarded"));
    Requests.address(ctx, address);
    guard(ctx);
    if (!ctx.path().startsWith("/health/")) {
      take(ctx, byAddress, network(address));
    }
    if (ctx.path().startsWith(API)) {
      share(ctx);
    }
  }

  private static List<String> values(Context ctx, String name) {
    return Collections.list(ctx.req().getHeaders(name));
  }

  /** Lets an account in; see {@link #enter}. */
  void admit(Context ctx, OwnerId account) {
    take(ctx, byAccount, account.value());
  }

  private void guard(Context ctx) {
    ctx.header("X-Content-Type-Options", "nosniff")
        .header("X-Frame-Options", "DENY")
        .header("Referrer-Policy", "no-referrer")
        .header("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        .header("Cross-Origin-Opener-Policy", "same-origin")
        .header("Cross-Origin-Resource-Policy", "same-origin")
        .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        .header("Cache-Control", "no-store");
    if (secure) {
      ctx.header("Strict-Transport-Security", "max-age=31536000");
    }
  }

  /** One customer has a whole /64 of IPv6 addresses to send from, so that is what is counted. */
  static String network(String address) {
    Optional<InetAddress> literal = TrustedProxies.literal(address);
    if (literal.isEmpty() || literal.get().getAddress().length == 4) {
      return address;
    }
    byte[] bytes = literal.get().getAddress();
    return HexFormat.of().formatHex(Arrays.copyOf(bytes, NETWORK_BYTES_OF_IPV6));
  }

  private static void take(Context ctx, @Nullable RateLimit limit, String key) {
    if (limit == null) {
      return;
    }
    RateLimit.Answer answer = limit.take(key);
    add(ctx, POLICY, limit.policy());
    add(ctx, LIMIT, limit.state(answer));
    if (!answer.allowed()) {
      throw Problem.later(429, "too-many-requests", "Too many requests", answer.waitSeconds());
    }
  }

  private static void add(Context ctx, String name, String value) {
    String before = ctx.res().getHeader(name);
    ctx.header(name, before == null ? value : before + ", " + value);
  }

  /** Lets the pages of other origins in that the settings name (Fetch, section 3.2). */
  private void share(Context ctx) {
    if (perimeter.corsOrigins().isEmpty()) {
      return;
    }
    ctx.header("Vary", "Origin");
    String origin = ctx.header("Origin");
    if (origin == null || !perimeter.corsOrigins().contains(origin)) {
      return;
    }
    // No cookie comes along: that of a session is for the server's own page.
    ctx.header("Access-Control-Allow-Origin", origin)
        .header("Cross-Origin-Resource-Policy", "cross-origin")
        .header(
            "Access-Control-Expose-Headers",
            "ETag, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id");
    if (HandlerType.OPTIONS.equals(ctx.method())
        && ctx.header("Access-Control-Request-Method") != null) {
      ctx.header("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE")
          .header(
              "Access-Control-Allow-Headers",
              "Authorization, Content-Type, Idempotency-Key, If-Match")
          .header("Access-Control-Max-Age", "600")
          .status(204)
          .skipRemainingHandlers();
    }
  }
}
