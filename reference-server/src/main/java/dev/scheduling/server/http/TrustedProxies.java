package dev.scheduling.server.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The proxies whose word for a client's address is taken. What comes from elsewhere says what it
 * likes in {@code X-Forwarded-For} and {@code Forwarded} (RFC 7239), and is not listened to.
 * Immutable and thread-safe.
 */
public final class TrustedProxies {

  /*
   * Each proxy adds the address that it was called from at the end of the list. So the list is read
   * from its end: as long as the speaker is trusted, the one before it is believed, and the first that
   * is not trusted is the client. What that one wrote before itself is its own invention.
   *
   * X-Forwarded-For goes first, for most proxies write that and pass a client's Forwarded on
   * unread. A proxy that writes Forwarded alone has to remove X-Forwarded-For.
   */

  /** Nobody's word is taken. */
  public static final TrustedProxies NONE = new TrustedProxies(List.of());

  private static final String BYTE = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
  private static final Pattern IPV4 = Pattern.compile("(?:" + BYTE + "\\.){3}" + BYTE);
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
  private static final Pattern WITH_PORT =
      Pattern.compile("\\[([^]]*)](?::\\d+)?|([\\d.]+)(?::\\d+)?");
  private static final Pattern FOR =
      Pattern.compile("(?i)(?:^|;)\\s*for\\s*=\\s*(?:\"([^\"]*)\"|([^;\\s]*))");

  private record Range(InetAddress network, int bits) {

    boolean contains(InetAddress address) {
      byte[] mine = network.getAddress();
      byte[] theirs = address.getAddress();
      if (mine.length != theirs.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((mine[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  private final List<Range> ranges;

  private TrustedProxies(List<Range> ranges) {
    this.ranges = List.copyOf(ranges);
  }

  /**
   * Reads addresses and ranges such as {@code 127.0.0.1, 10.0.0.0/8, fd00::/8}.
   *
   * @throws IllegalArgumentException if one of them is none
   */
  public static TrustedProxies parse(String text) {
    List<Range> ranges = new ArrayList<>();
    for (String part : text.split(",")) {
      String[] sides = part.strip().split("/", 2);
      InetAddress address =
          literal(sides[0])
              .orElseThrow(() -> new IllegalArgumentException("no address: '" + part + "'"));
      int most = address.getAddress().length * 8;
      int bits = most;
      if (sides.length == 2) {
        bits = sides[1].matches("\\d{1,3}") ? Integer.parseInt(sides[1]) : -1;
      }
      if (bits < 0 || bits > most) {
        throw new IllegalArgumentException("no range: '" + part + "'");
      }
      ranges.add(new Range(address, bits));
    }
    return new TrustedProxies(ranges);
  }

  /** The address that a text is; empty for everything else, for no name is ever looked up. */
  static Optional<InetAddress> literal(String text) {
    if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /**
   * The address of the client.
   *
   * @param remote who opened the connection
   * @param forwardedFor the values of {@code X-Forwarded-For}, in their order
   * @param forwarded the values of {@code Forwarded}, in their order
   */
  String client(String remote, List<String> forwardedFor, List<String> forwarded) {
    Optional<InetAddress> speaker = hop(remote);
    if (speaker.isEmpty()) {
      return remote;
    }
    Deque<String> hops = forwardedFor.isEmpty() ? hopsOf(forwarded) : split(forwardedFor);
    while (isTrusted(speaker.get()) && !hops.isEmpty()) {
      Optional<InetAddress> before = hop(hops.removeLast());
      if (before.isEmpty()) {
        break;
      }
      speaker = before;
    }
    return speaker.get().getHostAddress();
  }

  private boolean isTrusted(InetAddress address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }

  private static Deque<String> split(List<String> values) {
    Deque<String> parts = new ArrayDeque<>();
    for (String value : values) {
      for (String part : value.split(",")) {
        parts.add(part.strip());
      }
    }
    return parts;
  }

  private static Deque<String> hopsOf(List<String> forwarded) {
    Deque<String> hops = new ArrayDeque<>();
    for (String element : split(forwarded)) {
      Matcher found = FOR.matcher(element);
      if (!found.find()) {
        hops.add("");
      } else {
        hops.add(found.group(1) != null ? found.group(1) : found.group(2));
      }
    }
    return hops;
  }

  /** An address with or without a port; empty for {@code unknown} and the like. */
  private static Optional<InetAddress> hop(String text) {
    Matcher parts = WITH_PORT.matcher(text);
    if (!parts.matches()) {
      return literal(text);
    }
    return literal(parts.group(1) != null ? parts.group(1) : parts.group(2));
  }
}
