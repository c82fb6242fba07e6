package dev.scheduling.server.channel;

import dev.scheduling.OwnerId;
import dev.scheduling.Transaction;
import dev.scheduling.engine.Stores;
import dev.scheduling.notification.Delivery;
import dev.scheduling.notification.DeliveryResult;
import dev.scheduling.notification.NotificationChannel;
import dev.scheduling.notification.NotificationKind;
import dev.scheduling.server.account.Account;
import dev.scheduling.server.account.AccountDirectory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Notifications on the screens of browsers and phones: each subscribed device is an address. The
 * delivery's id goes along, so a device shows once what reaches it twice. Thread-safe.
 */
public final class PushChannel implements NotificationChannel {

  private static final int LONGEST_TITLE = 200;
  private static final int LONGEST_BODY = 600;

  private final AccountDirectory accounts;
  private final AddressBook book;
  private final NoticeWriter writer;
  private final WebPush webPush;
  private final @Nullable Fcm fcm;
  private final InstantSource clock;

  /**
   * A channel to devices.
   *
   * @param fcm null where the server may not send by it
   */
  PushChannel(
      AccountDirectory accounts,
      AddressBook book,
      Stores stores,
      WebPush webPush,
      @Nullable Fcm fcm,
      InstantSource clock) {
    this.accounts = accounts;
    this.book = book;
    this.writer = new NoticeWriter(stores);
    this.webPush = webPush;
    this.fcm = fcm;
    this.clock = clock;
  }

  @Override
  public String name() {
    return PUSH;
  }

  @Override
  public Duration gathers() {
    return Duration.ZERO;
  }

  @Override
  public Map<OwnerId, List<String>> addresses(Transaction tx, Set<OwnerId> owners) {
    return AddressBook.on(tx, owners, kinds());
  }

  private SortedSet<Address.Kind> kinds() {
    return new TreeSet<>(
        fcm == null
            ? Set.of(Address.Kind.WEBPUSH)
            : Set.of(Address.Kind.WEBPUSH, Address.Kind.FCM));
  }

  /** All devices of an account, also those that were given up. */
  List<Address> devices(OwnerId owner) {
    return kinds().stream().flatMap(kind -> book.of(owner, kind).stream()).toList();
  }

  /** Whether apps can be reached, and not browsers alone. */
  boolean reachesApps() {
    return fcm != null;
  }

  @Override
  public DeliveryResult deliver(Delivery delivery) {
    Optional<Account> account = accounts.find(delivery.owner());
    Optional<Address> address = book.find(delivery.owner(), delivery.address());
    if (account.isEmpty() || address.isEmpty()) {
      return DeliveryResult.delivered(); // Who has left need not be told.
    }
    PushMessage message = message(account.get(), delivery);
    if (address.get().kind() == Address.Kind.WEBPUSH) {
      return webPush.send(address.get(), message);
    }
    return fcm == null
        ? DeliveryResult.refused("the server may not send by FCM any more")
        : fcm.send(address.get(), message);
  }

  private PushMessage message(Account account, Delivery delivery) {
    NoticeTexts texts = NoticeTexts.of(account.locale());
    List<Notice> notices = writer.write(account, delivery);
    boolean single = notices.size() == 1 && delivery.more() == 0;
    String title = single ? notices.get(0).title() : texts.digest(notices.size() + delivery.more());
    String body =
        single
            ? notices.get(0).detail()
            : String.join("\n", notices.stream().map(Notice::title).toList());
    long left = Duration.between(clock.instant(), delivery.expires()).toSeconds();
    boolean urgent =
        NotificationKind.of(delivery.latest().kind()).map(NotificationKind::isUrgent).orElse(false);
    return new PushMessage(
        delivery.id(),
        shortened(title, LONGEST_TITLE),
        shortened(body, LONGEST_BODY),
        Math.max(0, left),
        urgent);
  }

  /** A push message has room for some 4,000 bytes; a character may take six of them in JSON. */
  private static String shortened(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
  }

  @Override
  public void switchOff(Delivery delivery, String cause) {
    book.find(delivery.owner(), delivery.address())
        .ifPresent(
            address ->
                book.switchOff(address.account(), address.kind(), address.target(), PUSH, cause));
  }
}
