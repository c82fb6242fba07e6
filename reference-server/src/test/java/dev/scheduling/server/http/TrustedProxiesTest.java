package dev.scheduling.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose word is taken for a client's address. */
final class TrustedProxiesTest {

  private static final TrustedProxies PROXIES =
      TrustedProxies.parse("127.0.0.1, 10.0.0.0/8, fd00::/8, ::1");

  private static String client(String remote, String forwardedFor) {
    return PROXIES.client(
        remote, forwardedFor.isEmpty() ? List.of() : List.of(forwardedFor), List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.9, '', 203.0.113.9",
    "203.0.113.9, 198.51.100.1, 203.0.113.9",
    "127.0.0.1, '', 127.0.0.1",
    "127.0.0.1, 198.51.100.1, 198.51.100.1",
    "127.0.0.1, '198.51.100.1:4711', 198.51.100.1",
    "127.0.0.1, '192.0.2.66, 198.51.100.1', 198.51.100.1",
    "127.0.0.1, '192.0.2.66, 198.51.100.1, 10.1.2.3', 198.51.100.1",
    "127.0.0.1, '10.9.9.9, 10.1.2.3', 10.9.9.9",
    "127.0.0.1, unknown, 127.0.0.1",
    "127.0.0.1, '198.51.100.1, not an address', 127.0.0.1",
    "127.0.0.1, 'localhost', 127.0.0.1",
    "127.0.0.1, '1.2.3', 127.0.0.1",
    "127.0.0.1, '999.1.1.1', 127.0.0.1",
    "127.0.0.1, '2001:db8::1', 2001:db8:0:0:0:0:0:1",
    "127.0.0.1, '[2001:db8::1]:80', 2001:db8:0:0:0:0:0:1",
    "0:0:0:0:0:0:0:1, 198.51.100.1, 198.51.100.1",
    "fd12::1, 198.51.100.1, 198.51.100.1",
    "11.0.0.1, 198.51.100.1, 11.0.0.1"
  })
  void theNearestAddressThatIsNotTrustedIsTheClient(
      String remote, String forwardedFor, String client) {
    assertEquals(client, client(remote, forwardedFor));
  }

  @Test
  void whatSeveralHeadersSayCountsAsOneList() {
    assertEquals(
        "198.51.100.1",
        PROXIES.client("127.0.0.1", List.of("192.0.2.66", "198.51.100.1, 10.0.0.1"), List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "for=198.51.100.1, 198.51.100.1",
    "'for=192.0.2.66, For=\"198.51.100.1:99\";proto=https', 198.51.100.1",
    "'proto=https;for=\"[2001:db8::1]:4711\"', 2001:db8:0:0:0:0:0:1",
    "for=_hidden, 127.0.0.1",
    "proto=https, 127.0.0.1"
  })
  void aProxyMaySayForwardedInstead(String forwarded, String client) {
    assertEquals(client, PROXIES.client("127.0.0.1", List.of(), List.of(forwarded)));
  }

  @Test
  void whatAClientPutsIntoForwardedDoesNotCountBesideXForwardedFor() {
    assertEquals(
        "198.51.100.1",
        PROXIES.client("127.0.0.1", List.of("198.51.100.1"), List.of("for=192.0.2.66")));
  }

  @Test
  void withoutASettingNobodyIsBelieved() {
    assertEquals(
        "127.0.0.1",
        TrustedProxies.NONE.client(
            "127.0.0.1", List.of("198.51.100.1"), List.of("for=198.51.100.1")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "proxy.example.org", "10.0.0.0/33", "10.0.0.0/", "::/129", "1.2.3"})
  void whatIsNoAddressIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> TrustedProxies.parse(text));
  }
}
