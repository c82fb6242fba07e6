package dev.scheduling.server.channel;

import dev.scheduling.OwnerId;
import dev.scheduling.engine.Stores;
import dev.scheduling.notification.Announcement;
import dev.scheduling.notification.ChannelPreferences;
import dev.scheduling.notification.Delivery;
import dev.scheduling.notification.DeliveryResult;
import dev.scheduling.notification.NewNotification;
import dev.scheduling.notification.NotificationChannel;
import dev.scheduling.notification.NotificationDispatcher;
import dev.scheduling.notification.NotificationKind;
import dev.scheduling.server.account.AccountDirectory;
import dev.scheduling.server.account.Throttle;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** By which channels an account is reached, for what, and whether they work. Thread-safe. */
public final class ChannelSettings {

  /** How it stands with a channel of an account. */
  public enum State {
    ON,
    /** There is nothing yet to reach the account by. */
    NOT_CONNECTED,
    /** Nothing arrived there any more. */
    OFF,
    /** The server does not have it. */
    UNAVAILABLE
  }

  /**
   * A channel of an account.
   *
   * @param cause why it is off; null if it is not
   */
  public record Standing(State state, @Nullable String cause) {}

  /**
   * What became of a test.
   *
   * @param cause why it did not arrive; empty if it did
   */
  public record TestResult(boolean delivered, String cause) {}

  private final Stores stores;
  private final AccountDirectory accounts;
  private final AddressBook book;
  private final List<NotificationChannel> channels;
  private final NotificationDispatcher dispatcher;
  private final Throttle throttle;
  private final InstantSource clock;

  /**
   * Settings of the channels that the server has.
   *
   * @param throttle counts the tests
   */
  public ChannelSettings(
      Stores stores,
      AccountDirectory accounts,
      AddressBook book,
      List<NotificationChannel> channels,
      NotificationDispatcher dispatcher,
      Throttle throttle,
      InstantSource clock) {
    this.stores = stores;
    this.accounts = accounts;
    this.book = book;
    this.channels = List.copyOf(channels);
    this.dispatcher = dispatcher;
    this.throttle = throttle;
    this.clock = clock;
  }

  public ChannelPreferences preferences(OwnerId account) {
    return stores.transactions().inTransaction(tx -> stores.channels().preferences(tx, account));
  }

  /** Replaces what an account has chosen. */
  public void choose(OwnerId account, ChannelPreferences preferences) {
    stores
        .transactions()
        .inTransaction(
            tx -> {
              stores.channels().choose(tx, account, preferences);
              return "";
            });
  }

  /** How it stands with a channel. */
  public Standing standing(OwnerId account, String channel) {
    if (channel.equals(NotificationChannel.PAGE)) {
      return new Standing(State.ON, null);
    }
    Optional<NotificationChannel> known = find(channel);
    if (known.isEmpty()) {
      return new Standing(State.UNAVAILABLE, null);
    }
    if (!addresses(account, known.get()).isEmpty()) {
      return new Standing(State.ON, null);
    }
    return offCause(account, known.get())
        .map(cause -> new Standing(State.OFF, cause))
        .orElseGet(() -> new Standing(State.NOT_CONNECTED, null));
  }

  private Optional<String> offCause(OwnerId account, NotificationChannel channel) {
    return kinds(channel.name()).stream()
        .flatMap(kind -> book.of(account, kind).stream())
        .flatMap(address -> Optional.ofNullable(address.offCause()).stream())
        .findFirst();
  }

  private static Set<Address.Kind> kinds(String channel) {
    return switch (channel) {
      case NotificationChannel.EMAIL -> Set.of(Address.Kind.EMAIL);
      case NotificationChannel.PUSH -> Set.of(Address.Kind.WEBPUSH, Address.Kind.FCM);
      case NotificationChannel.SLACK -> Set.of(Address.Kind.SLACK);
      default -> Set.of();
    };
  }

  private Optional<NotificationChannel> find(String name) {
    return channels.stream().filter(channel -> channel.name().equals(name)).findFirst();
  }

  private List<String> addresses(OwnerId account, NotificationChannel channel) {
    return stores.transactions().inTransaction(tx -> channel.addresses(tx, account));
  }

  /**
   * Sends a test to each of an account's addresses of a channel, and waits for what becomes of it.
   * Mail that was given up is sent again from then on.
   *
   * @param address where the request came from
   * @return empty if the account has none
   * @throws dev.scheduling.server.account.ThrottledException after too many tests
   */
  public List<TestResult> test(OwnerId account, String channel, String address) {
    throttle.count("test " + channel + " " + account, address);
    NewNotification test =
        new NewNotification(
            "test-" + UUID.randomUUID(), NotificationKind.TEST.word(), clock.instant(), "{}");
    if (channel.equals(NotificationChannel.PAGE)) {
      stores
          .transactions()
          .inTransaction(
              tx -> {
                dispatcher.tell(
                    tx, List.of(new Announcement(account, test, test.id(), Set.of(channel))));
                return "";
              });
      return List.of(new TestResult(true, ""));
    }
    Optional<NotificationChannel> known = find(channel);
    if (known.isEmpty()) {
      return List.of();
    }
    if (known.get() instanceof MailChannel mail) {
      accounts.find(account).ifPresent(mail::switchOn);
    }
    return addresses(account, known.get()).stream()
        .map(each -> Delivery.of(account, channel, each, List.of(test), 0))
        .map(delivery -> test(known.get(), delivery))
        .toList();
  }

  private static TestResult test(NotificationChannel channel, Delivery delivery) {
    DeliveryResult result = channel.deliver(delivery);
    if (result.kind() == DeliveryResult.Kind.GONE) {
      channel.switchOff(delivery, result.cause());
    }
    return new TestResult(result.kind() == DeliveryResult.Kind.DELIVERED, result.cause());
  }
}
