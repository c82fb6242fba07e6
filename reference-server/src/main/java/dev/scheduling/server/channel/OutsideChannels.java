package dev.scheduling.server.channel;

import dev.scheduling.engine.Stores;
import dev.scheduling.notification.NotificationChannel;
import dev.scheduling.server.account.AccountDirectory;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The channels that call other people's servers over HTTP: push and Slack. Thread-safe. */
public final class OutsideChannels implements AutoCloseable {

  private final OutsideHttp http;
  private final OutsideHttp google;
  private final VapidKeys keys;
  private final SlackChannel slack;
  private final PushChannel push;
  private final Connections connections;

  /**
   * What the operator says about them.
   *
   * @param privateHosts hosts that may be called although they are in a private network, and
   *     without TLS
   * @param fcm in whose name messages go to apps; null for not at all
   * @param fcmService where FCM is, ending in a slash
   */
  public record Options(Set<String> privateHosts, @Nullable FcmCredentials fcm, URI fcmService) {
    public Options {
      privateHosts = Set.copyOf(privateHosts);
    }
  }

  /**
   * Both channels.
   *
   * @param contact whom a push service can write to: a mailto: or https: address
   * @param page where browsers reach the page
   */
  public OutsideChannels(
      Options options,
      AccountDirectory accounts,
      AddressBook book,
      Stores stores,
      Jdbi jdbi,
      String contact,
      Supplier<String> page,
      InstantSource clock) {
    http = new OutsideHttp(options.privateHosts());
    // Where FCM is the operator says, and no stranger; so it may be anywhere.
    google = new OutsideHttp(hosts(options));
    keys = new VapidKeys(jdbi, contact, clock);
    FcmCredentials credentials = options.fcm();
    Fcm fcm =
        credentials == null ? null : new Fcm(credentials, options.fcmService(), google, clock);
    slack = new SlackChannel(accounts, book, http, stores, page);
    push = new PushChannel(accounts, book, stores, new WebPush(http, keys), fcm, clock);
    connections = new Connections(book, push, slack, http);
  }

  private static Set<String> hosts(Options options) {
    Set<String> hosts = new HashSet<>();
    FcmCredentials credentials = options.fcm();
    if (credentials != null) {
      hosts.add(options.fcmService().getHost().toLowerCase(Locale.ROOT));
      hosts.add(credentials.tokenUri().getHost().toLowerCase(Locale.ROOT));
    }
    return hosts;
  }

  public List<NotificationChannel> channels() {
    return List.of(push, slack);
  }

  public Connections connections() {
    return connections;
  }

  /** The key that browsers subscribe with. */
  public VapidKeys keys() {
    return keys;
  }

  @Override
  public void close() {
    http.close();
    google.close();
  }
}
