package dev.scheduling.server.mail;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where mail is handed in, and in whose name. Immutable and thread-safe.
 *
 * @param host its name or address
 * @param secure whether TLS is spoken from the first byte
 * @param user null where nobody need say
 * @param password null where nobody need say
 * @param from the sender's address
 */
public record MailServer(
    String host,
    int port,
    boolean secure,
    @Nullable String user,
    @Nullable String password,
    String from) {

  private static final int SUBMISSION = 587;
  private static final int SUBMISSIONS = 465;

  /**
   * Reads {@code smtp://[user:password@]host[:port]}, or {@code smtps:} for TLS from the first
   * byte.
   *
   * @throws IllegalArgumentException if it is something else; the text does not repeat it
   */
  public static MailServer parse(String url, String from) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      // The cause is left out: its text repeats the address, which may hold a password.
      throw new IllegalArgumentException("cannot be read");
    }
    boolean secure = "smtps".equals(uri.getScheme());
    if ((!secure && !"smtp".equals(uri.getScheme())) || uri.getHost() == null) {
      throw new IllegalArgumentException("must be smtp://host:port or smtps://host:port");
    }
    int port = uri.getPort() >= 0 ? uri.getPort() : secure ? SUBMISSIONS : SUBMISSION;
    String[] who =
        uri.getRawUserInfo() == null ? new String[0] : uri.getRawUserInfo().split(":", 2);
    if (who.length == 1) {
      throw new IllegalArgumentException("has a user but no password");
    }
    return new MailServer(
        uri.getHost(),
        port,
        secure,
        who.length == 2 ? decoded(who[0]) : null,
        who.length == 2 ? decoded(who[1]) : null,
        from);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Whether it is this very machine, so that nothing goes over a wire. */
  boolean isLocal() {
    return host.equals("localhost") || host.equals("[::1]") || host.startsWith("127.");
  }

  /** Without user and password. */
  @Override
  public String toString() {
    return "MailServer[" + host + ":" + port + "]";
  }
}
