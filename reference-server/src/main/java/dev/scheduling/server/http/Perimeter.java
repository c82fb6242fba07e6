package dev.scheduling.server.http;

import java.util.Set;

/**
 * What the settings say of those who come from outside. Immutable and thread-safe.
 *
 * @param proxies whose word for a client's address is taken
 * @param corsOrigins the origins, such as {@code https://app.example.org}, whose pages may call the
 *     API
 * @param perAddress how many requests a minute one address may send; 0 for any number
 * @param perAccount how many requests a minute one account may send; 0 for any number
 */
public record Perimeter(
    TrustedProxies proxies, Set<String> corsOrigins, int perAddress, int perAccount) {

  public Perimeter {
    corsOrigins = Set.copyOf(corsOrigins);
  }
}
