package dev.scheduling.server.channel;

import dev.scheduling.OwnerId;
import dev.scheduling.Transaction;
import dev.scheduling.engine.Stores;
import dev.scheduling.notification.Delivery;
import dev.scheduling.notification.DeliveryResult;
import dev.scheduling.notification.NotificationChannel;
import dev.scheduling.server.account.Account;
import dev.scheduling.server.account.AccountDirectory;
import dev.scheduling.server.json.Json;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Notifications through an incoming webhook of Slack, or of what takes the same, that each account
 * brings itself. Slack knows no ids, so what is sent twice is shown twice. Thread-safe.
 */
public final class SlackChannel implements NotificationChannel {

  private static final Duration GATHERS = Duration.ofSeconds(10);
  private static final Map<String, String> HEADERS = Map.of("Content-Type", "application/json");

  private final AccountDirectory accounts;
  private final AddressBook book;
  private final OutsideHttp http;
  private final NoticeWriter writer;
  private final Supplier<String> page;
  private final Breakers breakers = new Breakers();

  /**
   * A channel to webhooks.
   *
   * @param page where browsers reach the page
   */
  SlackChannel(
      AccountDirectory accounts,
      AddressBook book,
      OutsideHttp http,
      Stores stores,
      Supplier<String> page) {
    this.accounts = accounts;
    this.book = book;
    this.http = http;
    this.writer = new NoticeWriter(stores);
    this.page = page;
  }

  @Override
  public String name() {
    return SLACK;
  }

  @Override
  public Duration gathers() {
    return GATHERS;
  }

  @Override
  public Map<OwnerId, List<String>> addresses(Transaction tx, Set<OwnerId> owners) {
    return AddressBook.on(tx, owners, new TreeSet<>(Set.of(Address.Kind.SLACK)));
  }

  /**
   * Connects an account to a webhook instead of the one so far, or to none.
   *
   * @return false if it is no address that may be called
   */
  boolean connect(OwnerId account, @Nullable URI webhook) {
    if (webhook != null && !http.isAcceptable(webhook)) {
      return false;
    }
    book.replace(account, Address.Kind.SLACK, webhook == null ? null : webhook.toString());
    return true;
  }

  @Override
  public DeliveryResult deliver(Delivery delivery) {
    Optional<Account> account = accounts.find(delivery.owner());
    Optional<Address> address = book.find(delivery.owner(), delivery.address());
    if (account.isEmpty() || address.isEmpty()) {
      return DeliveryResult.delivered(); // Who has left need not be told.
    }
    URI webhook = URI.create(address.get().target());
    byte[] body = Json.write(Json.object().put("text", text(account.get(), delivery)));
    return breakers
        .of(webhook.getHost())
        .call(() -> http.deliver(webhook, HEADERS, body, "the webhook"));
  }

  @Override
  public void switchOff(Delivery delivery, String cause) {
    book.find(delivery.owner(), delivery.address())
        .ifPresent(
            address ->
                book.switchOff(
                    address.account(), Address.Kind.SLACK, address.target(), SLACK, cause));
  }

  private String text(Account account, Delivery delivery) {
    NoticeTexts texts = NoticeTexts.of(account.locale());
    StringBuilder text = new StringBuilder();
    for (Notice notice : writer.write(account, delivery)) {
      text.append('*').append(escaped(notice.title())).append("*\n");
      if (!notice.detail().isEmpty()) {
        text.append(escaped(notice.detail())).append('\n');
      }
    }
    if (delivery.more() > 0) {
      text.append(escaped(texts.more(delivery.more()))).append('\n');
    }
    return text.append('<')
        .append(page.get())
        .append('|')
        .append(texts.open())
        .append('>')
        .toString();
  }

  /** What Slack would read as a link or a call to everybody is plain text. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
