package dev.scheduling.server;

import dev.scheduling.engine.Stores;
import dev.scheduling.notification.Audience;
import dev.scheduling.notification.ChannelSender;
import dev.scheduling.notification.Delivery;
import dev.scheduling.notification.EventNotifications;
import dev.scheduling.notification.NotificationChannel;
import dev.scheduling.notification.NotificationDispatcher;
import dev.scheduling.notification.NotificationKind;
import dev.scheduling.notification.NotificationListener;
import dev.scheduling.notification.ReminderNotifications;
import dev.scheduling.outbox.DetachedSender;
import dev.scheduling.outbox.InProcessSender;
import dev.scheduling.outbox.MessageSender;
import dev.scheduling.outbox.Outbox;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.SendResult;
import dev.scheduling.reminder.ReminderCheck;
import dev.scheduling.reminder.ReminderDelivery;
import dev.scheduling.server.account.AccountDirectory;
import dev.scheduling.server.account.AccountMails;
import dev.scheduling.server.account.AccountMessages;
import dev.scheduling.server.account.AccountNotices;
import dev.scheduling.server.account.ForAccounts;
import dev.scheduling.server.account.OwnedCalendars;
import dev.scheduling.server.account.Throttle;
import dev.scheduling.server.channel.AddressBook;
import dev.scheduling.server.channel.ChannelSettings;
import dev.scheduling.server.channel.MailChannel;
import dev.scheduling.server.channel.OutsideChannels;
import dev.scheduling.server.mail.MailServer;
import dev.scheduling.server.mail.SmtpMailSender;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/** Puts together what consumes messages, and by which channels it tells people. Thread-safe. */
final class Deliveries implements AutoCloseable {

  /** How late a reminder may be and still fire. */
  static final Duration REMINDER_GRACE = Duration.ofHours(1);

  private static final Set<String> ABOUT_ACCOUNTS =
      Set.of(NotificationKind.CHANNEL_OFF.word(), NotificationKind.NEW_DEVICE.word());
  private static final int THREADS = 4;
  private static final Duration PATIENCE = Duration.ofMillis(200);

  private final Stores stores;
  private final InstantSource clock;
  private final NotificationDispatcher dispatcher;
  private final List<NotificationChannel> channels = new ArrayList<>();
  private final AddressBook book;
  private final OutsideChannels outside;
  private final Map<String, MessageSender> thirdParties = new HashMap<>();
  private final List<DetachedSender> threads = new ArrayList<>();

  /**
   * What the settings of a server ask for.
   *
   * @param listener hears of each notification for the page
   * @param page where browsers reach the page
   */
  Deliveries(
      Settings settings,
      Stores stores,
      Jdbi jdbi,
      AccountDirectory accounts,
      NotificationListener listener,
      Supplier<String> page,
      InstantSource clock) {
    this.stores = stores;
    this.clock = clock;
    // Its relay looks again by itself after each message that it hands to a consumer.
    Outbox outbox = Outbox.of(stores.outbox());
    book = new AddressBook(jdbi, new AccountNotices(outbox, clock), clock);
    MailServer mail = settings.mail();
    if (mail != null) {
      SmtpMailSender sender = new SmtpMailSender(mail, clock);
      channels.add(new MailChannel(accounts, book, sender, stores, page));
      AccountMails accountMails = new AccountMails(jdbi, sender, page, clock);
      detach("account-mail", AccountMessages.TYPES, accountMails);
    }
    outside =
        new OutsideChannels(
            settings.outside(), accounts, book, stores, jdbi, contact(settings), page, clock);
    channels.addAll(outside.channels());
    ReminderCheck reminders =
        new ReminderCheck(stores.transactions(), stores.calendars(), stores.reminders());
    for (NotificationChannel channel : channels) {
      detach(
          channel.name(),
          Set.of(Delivery.typeOf(channel.name())),
          new ChannelSender(channel, reminders, clock));
    }
    dispatcher =
        NotificationDispatcher.toPage(stores.notifications(), listener)
            .withChannels(stores.channels(), outbox, channels, clock);
  }

  /** Whom a push service can write to about this server. */
  private static String contact(Settings settings) {
    MailServer mail = settings.mail();
    URI address = settings.publicUrl();
    if (mail != null) {
      return "mailto:" + mail.from();
    }
    return address != null && "https".equals(address.getScheme())
        ? address.toString()
        : "mailto:nobody@localhost";
  }

  /** Each in threads of its own, so that none has to wait for another that is slow. */
  private void detach(String name, Set<String> types, Function<OutboxMessage, SendResult> call) {
    DetachedSender sender = new DetachedSender(name, THREADS, PATIENCE, call);
    threads.add(sender);
    types.forEach(type -> thirdParties.put(type, sender));
  }

  /** What calls somebody else, by the types of messages. */
  Map<String, MessageSender> thirdParties() {
    return Map.copyOf(thirdParties);
  }

  /**
   * What has its effect in the database.
   *
   * @param audience who is told of a calendar besides its owner
   */
  InProcessSender consumers(Audience audience, MeterRegistry meters) {
    EventNotifications toOne = new EventNotifications(dispatcher, Audience.OWNER_ALONE);
    return InProcessSender.builder(stores.transactions(), stores.inbox(), clock)
        .meters(meters)
        .consumer(
            "notifications",
            EventNotifications.TYPES,
            new ForAccounts(new EventNotifications(dispatcher, audience)))
        .consumer(
            "reminders",
            ReminderDelivery.TYPES,
            new ReminderNotifications(
                new ReminderDelivery(stores.reminders(), REMINDER_GRACE, clock), dispatcher))
        .consumer("shares", OwnedCalendars.MESSAGES, new ForAccounts(toOne))
        .consumer("account-notices", ABOUT_ACCOUNTS, new ForAccounts(toOne))
        .consumer("releases", NotificationDispatcher.TYPES, new ForAccounts(dispatcher))
        .build();
  }

  /** What people connect, and the key that their browsers do it with. */
  OutsideChannels outside() {
    return outside;
  }

  /** By which channels accounts are reached. */
  ChannelSettings settings(AccountDirectory accounts, Throttle throttle) {
    return new ChannelSettings(stores, accounts, book, channels, dispatcher, throttle, clock);
  }

  @Override
  public void close() {
    threads.forEach(DetachedSender::close);
    outside.close();
  }
}
