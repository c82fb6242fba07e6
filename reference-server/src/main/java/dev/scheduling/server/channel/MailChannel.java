package dev.scheduling.server.channel;

import dev.scheduling.OwnerId;
import dev.scheduling.Transaction;
import dev.scheduling.engine.Stores;
import dev.scheduling.notification.Delivery;
import dev.scheduling.notification.DeliveryResult;
import dev.scheduling.notification.NotificationChannel;
import dev.scheduling.server.account.Account;
import dev.scheduling.server.account.AccountDirectory;
import dev.scheduling.server.mail.Mail;
import dev.scheduling.server.mail.MailboxBusyException;
import dev.scheduling.server.mail.MailboxGoneException;
import dev.scheduling.server.mail.SmtpMailSender;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Notifications as mails to the account's own address, in plain text and HTML. The mail's
 * Message-ID is made of the delivery's id, so a mail server or program that gets it twice can tell.
 * Thread-safe.
 */
public final class MailChannel implements NotificationChannel {

  private static final String ACCOUNT = "account";
  private static final Duration GATHERS = Duration.ofSeconds(15);

  private final AccountDirectory accounts;
  private final AddressBook book;
  private final SmtpMailSender sender;
  private final NoticeWriter writer;
  private final Supplier<String> page;
  private final Breaker breaker = new Breaker("the mail server");

  /**
   * Mails by way of a sender.
   *
   * @param page where browsers reach the page; never from a request
   */
  public MailChannel(
      AccountDirectory accounts,
      AddressBook book,
      SmtpMailSender sender,
      Stores stores,
      Supplier<String> page) {
    this.accounts = accounts;
    this.book = book;
    this.sender = sender;
    this.writer = new NoticeWriter(stores);
    this.page = page;
  }

  @Override
  public String name() {
    return EMAIL;
  }

  @Override
  public Duration gathers() {
    return GATHERS;
  }

  @Override
  public Map<OwnerId, List<String>> addresses(Transaction tx, Set<OwnerId> owners) {
    return AddressBook.mailable(tx, owners).stream()
        .collect(Collectors.toMap(owner -> owner, owner -> List.of(ACCOUNT)));
  }

  /** Why no mail is sent to an account's address; empty if it is. */
  Optional<String> offCause(Account account) {
    return book.offCause(account.id(), Address.Kind.EMAIL, account.email().value());
  }

  /** Sends mail to an account's address again. */
  void switchOn(Account account) {
    book.replace(account.id(), Address.Kind.EMAIL, null);
  }

  @Override
  public DeliveryResult deliver(Delivery delivery) {
    Optional<Account> account = accounts.find(delivery.owner());
    // Who has left need not be told.
    return account.isEmpty()
        ? DeliveryResult.delivered()
        : breaker.call(() -> send(letter(account.get(), delivery)));
  }

  private DeliveryResult send(Mail mail) {
    try {
      sender.send(mail);
      return DeliveryResult.delivered();
    } catch (MailboxGoneException e) {
      return DeliveryResult.gone(String.valueOf(e.getMessage()));
    } catch (MailboxBusyException e) {
      return DeliveryResult.busy(String.valueOf(e.getMessage()));
    } catch (IllegalStateException e) {
      return DeliveryResult.failed(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void switchOff(Delivery delivery, String cause) {
    accounts
        .find(delivery.owner())
        .ifPresent(
            account ->
                book.switchOff(
                    account.id(), Address.Kind.EMAIL, account.email().value(), EMAIL, cause));
  }

  private Mail letter(Account account, Delivery delivery) {
    NoticeTexts texts = NoticeTexts.of(account.locale());
    List<Notice> notices = writer.write(account, delivery);
    String subject =
        notices.size() == 1 && delivery.more() == 0
            ? notices.get(0).title()
            : texts.digest(notices.size() + delivery.more());
    StringBuilder text = new StringBuilder();
    StringBuilder html = new StringBuilder("<!doctype html>\n<html><body>\n");
    for (Notice notice : notices) {
      text.append(notice.title()).append('\n');
      html.append("<p><strong>").append(escaped(notice.title())).append("</strong>");
      if (!notice.detail().isEmpty()) {
        text.append(notice.detail()).append('\n');
        html.append("<br>").append(escaped(notice.detail()));
      }
      text.append('\n');
      html.append("</p>\n");
    }
    if (delivery.more() > 0) {
      text.append(texts.more(delivery.more())).append("\n\n");
      html.append("<p>").append(escaped(texts.more(delivery.more()))).append("</p>\n");
    }
    text.append(texts.open()).append(": ").append(page.get()).append('\n');
    html.append("<p><a href=\"")
        .append(escaped(page.get()))
        .append("\">")
        .append(escaped(texts.open()))
        .append("</a></p>\n</body></html>\n");
    return new Mail(
        delivery.id(), account.email().value(), subject, text.toString(), html.toString());
  }

  /** What people write into titles is text in HTML, too. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
