package dev.scheduling.server.realtime;

import java.net.URI;
import java.util.Set;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may open a connection. Programs that are no browsers name no origin and may: what
 * lets them in is the token in their first frame, which no browser adds by itself. Immutable and
 * thread-safe.
 *
 * @param publicUrl the page's address; null where it is reached directly
 * @param others further origins whose pages may connect
 * @param pagePort where the page is reached directly
 */
public record AllowedOrigins(@Nullable URI publicUrl, Set<String> others, IntSupplier pagePort) {

  /**
   * Whether a page of an origin may connect.
   *
   * @param origin the Origin header; empty if there is none
   * @param host the Host header
   */
  boolean allows(String origin, String host) {
    if (origin.isEmpty() || others.contains(origin)) {
      return true;
    }
    if (publicUrl != null) {
      return origin.equals(publicUrl.getScheme() + "://" + publicUrl.getRawAuthority());
    }
    int colon = host.lastIndexOf(':');
    String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    int port = pagePort.getAsInt();
    return origin.equals("http://" + name + (port == 80 ? "" : ":" + port));
  }
}
