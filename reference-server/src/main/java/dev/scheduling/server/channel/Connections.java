package dev.scheduling.server.channel;

import dev.scheduling.OwnerId;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What people connect to be reached by: devices and a webhook. Thread-safe. */
public final class Connections {

  /** The most devices of one kind that an account may have. */
  public static final int MOST_DEVICES = AddressBook.MOST;

  private final AddressBook book;
  private final PushChannel push;
  private final SlackChannel slack;
  private final OutsideHttp http;

  Connections(AddressBook book, PushChannel push, SlackChannel slack, OutsideHttp http) {
    this.book = book;
    this.push = push;
    this.slack = slack;
    this.http = http;
  }

  /**
   * A device that push messages go to.
   *
   * @param kind {@code webpush} or {@code fcm}
   * @param offCause why it was given up; null if it was not
   */
  public record Device(String id, String kind, @Nullable String offCause) {}

  /**
   * Subscribes a browser, or subscribes it anew.
   *
   * @param browserKey its p256dh
   * @param auth its auth
   * @return empty if the account has {@value #MOST_DEVICES} others
   * @throws IllegalArgumentException if the endpoint may not be called or a key is none
   */
  public Optional<Device> subscribeBrowser(
      OwnerId account, URI endpoint, byte[] browserKey, byte[] auth) {
    if (!http.isAcceptable(endpoint)) {
      throw new IllegalArgumentException("endpoint must be an https address");
    }
    PushEncryption.publicKey(browserKey);
    if (auth.length != PushEncryption.AUTH_BYTES) {
      throw new IllegalArgumentException(
          "auth must have " + PushEncryption.AUTH_BYTES + " bytes, but has " + auth.length);
    }
    return book.put(
            account, Address.Kind.WEBPUSH, endpoint.toString(), WebPush.secrets(browserKey, auth))
        .map(Connections::device);
  }

  /** Whether apps can be reached, and not browsers alone. */
  public boolean reachesApps() {
    return push.reachesApps();
  }

  /**
   * Subscribes an app under its registration token.
   *
   * @return empty if the account has {@value #MOST_DEVICES} others
   */
  public Optional<Device> subscribeApp(OwnerId account, String token) {
    return book.put(account, Address.Kind.FCM, token, null).map(Connections::device);
  }

  /** All devices of an account. */
  public List<Device> devices(OwnerId account) {
    return push.devices(account).stream().map(Connections::device).toList();
  }

  /** Ends a subscription; false if the account has none such. */
  public boolean unsubscribe(OwnerId account, String id) {
    return push.devices(account).stream().anyMatch(device -> device.id().equals(id))
        && book.remove(account, id);
  }

  private static Device device(Address address) {
    return new Device(address.id(), address.kind().word(), address.offCause());
  }

  /**
   * Connects an account to a webhook instead of the one so far, or to none.
   *
   * @param webhook null for none
   * @return false if it is no address that may be called
   */
  public boolean connectSlack(OwnerId account, @Nullable URI webhook) {
    return slack.connect(account, webhook);
  }
}
