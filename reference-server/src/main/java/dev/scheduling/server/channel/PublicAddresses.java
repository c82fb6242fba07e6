package dev.scheduling.server.channel;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Tells addresses of the public internet from all others. */
final class PublicAddresses {

  /*
   * The blocks that the IANA's special-purpose registries (RFC 6890 and successors) do not call
   * globally reachable. IPv6 addresses that carry an IPv4 address are as public as that one, for a
   * translator on the way would take the packet there.
   */

  private static final byte[][] SPECIAL_V4 = {
    block(0, 0, 0, 0, 8),
    block(10, 0, 0, 0, 8),
    block(100, 64, 0, 0, 10),
    block(127, 0, 0, 0, 8),
    block(169, 254, 0, 0, 16),
    block(172, 16, 0, 0, 12),
    block(192, 0, 0, 0, 24),
    block(192, 0, 2, 0, 24),
    block(192, 88, 99, 0, 24),
    block(192, 168, 0, 0, 16),
    block(198, 18, 0, 0, 15),
    block(198, 51, 100, 0, 24),
    block(203, 0, 113, 0, 24),
    block(224, 0, 0, 0, 4),
    block(240, 0, 0, 0, 4),
  };

  private static final int V6_BYTES = 16;

  private PublicAddresses() {}

  static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == V6_BYTES ? isPublicV6(bytes) : isPublicV4(bytes);
  }

  private static boolean isPublicV4(byte[] bytes) {
    return Arrays.stream(SPECIAL_V4).noneMatch(block -> isIn(bytes, block));
  }

  private static boolean isPublicV6(byte[] bytes) {
    if (startsWith(bytes, 0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0)) {
      return isPublicV4(Arrays.copyOfRange(bytes, 12, 16)); // 64:ff9b::/96, NAT64
    }
    if (startsWith(bytes, 0x20, 0x02)) {
      return isPublicV4(Arrays.copyOfRange(bytes, 2, 6)); // 2002::/16, 6to4
    }
    boolean global = (bytes[0] & 0xe0) == 0x20; // 2000::/3 is all that was ever given out
    return global
        && !startsWith(bytes, 0x20, 0x01, 0x00) // 2001::/24: Teredo and other tunnels
        && !startsWith(bytes, 0x20, 0x01, 0x0d, 0xb8) // documentation
        && !startsWith(bytes, 0x3f, 0xff); // documentation
  }

  private static boolean startsWith(byte[] bytes, int... start) {
    for (int i = 0; i < start.length; i++) {
      if ((bytes[i] & 0xff) != start[i]) {
        return false;
      }
    }
    return true;
  }

  /** Four bytes of a network, and how many bits of it count. */
  private static byte[] block(int a, int b, int c, int d, int bits) {
    return new byte[] {(byte) a, (byte) b, (byte) c, (byte) d, (byte) bits};
  }

  private static boolean isIn(byte[] address, byte[] block) {
    int bits = block[4];
    for (int i = 0; i < bits; i++) {
      int mask = 0x80 >> (i % 8);
      if ((address[i / 8] & mask) != (block[i / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  /** How a name is turned into addresses. */
  @FunctionalInterface
  interface Lookup {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }
}
