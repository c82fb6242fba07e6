package dev.scheduling.server.channel;

import dev.scheduling.notification.DeliveryResult;
import dev.scheduling.server.channel.PublicAddresses.Lookup;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * Posts to addresses that people gave us, and so to the public internet only. Thread-safe.
 *
 * <p>Redirects are not followed, and a call ends after ten seconds.
 */
final class OutsideHttp implements AutoCloseable {

  /*
   * Somebody who may name a URL could have the server call what only the server can reach: the
   * database's console, a cloud's metadata, a router. Looking at the URL is not enough, for a name
   * may lead anywhere, and to one place when it is checked and to another when it is called. So the
   * check is made by the very lookup that connecting uses: the client connects to the addresses that
   * this resolver returned and asks nobody else.
   */

  private static final Duration LONGEST_CALL = Duration.ofSeconds(10);
  private static final int CONNECT_SECONDS = 5;
  private static final int MOST_ANSWERED = 64 * 1024;
  private static final int MOST_CONNECTIONS = 32;
  private static final int MOST_TO_ONE = 4;

  private final Set<String> allowed;
  private final Duration longestCall;
  private final CloseableHttpClient client;
  private final ScheduledThreadPoolExecutor watch =
      new ScheduledThreadPoolExecutor(
          1,
          work -> {
            Thread thread = new Thread(work, "outside-http-watch");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * What was answered.
   *
   * @param body its beginning, at most 64 KiB
   */
  record Answer(int status, String body) {

    /**
     * What it says of a delivery to an address that somebody gave us.
     *
     * @param who answered, as people read it; never the address, for who knows that may write there
     */
    DeliveryResult judged(String who) {
      String cause = who + " answered " + status;
      return switch (status) {
        case 404, 410 -> DeliveryResult.gone(cause);
        case 429 -> DeliveryResult.busy(cause);
        case 408, 425 -> DeliveryResult.failed(cause);
        default ->
            status / 100 == 2
                ? DeliveryResult.delivered()
                : status >= 500 ? DeliveryResult.failed(cause) : DeliveryResult.refused(cause);
      };
    }
  }

  /**
   * A client.
   *
   * @param allowed hosts that may be called wherever they are, and without TLS
   */
  OutsideHttp(Set<String> allowed) {
    this(allowed, InetAddress::getAllByName);
  }

  OutsideHttp(Set<String> allowed, Lookup lookup) {
    this(allowed, lookup, LONGEST_CALL);
  }

  OutsideHttp(Set<String> allowed, Lookup lookup, Duration longestCall) {
    this.allowed = Set.copyOf(allowed);
    this.longestCall = longestCall;
    watch.setRemoveOnCancelPolicy(true);
    client =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setDnsResolver(new Checked(lookup))
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(Timeout.ofSeconds(CONNECT_SECONDS))
                            .setSocketTimeout(Timeout.of(longestCall))
                            .build())
                    .setMaxConnTotal(MOST_CONNECTIONS)
                    .setMaxConnPerRoute(MOST_TO_ONE)
                    .build())
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setConnectionRequestTimeout(Timeout.ofSeconds(CONNECT_SECONDS))
                    .setResponseTimeout(Timeout.of(longestCall))
                    .setProtocolUpgradeEnabled(false)
                    .build())
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableAuthCaching()
            .setUserAgent("scheduling-server")
            .build();
  }

  /** Returns the addresses of a host, and refuses a host that has any which is not public. */
  private final class Checked implements DnsResolver {

    private final Lookup lookup;

    Checked(Lookup lookup) {
      this.lookup = lookup;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      InetAddress[] addresses = lookup.resolve(host);
      if (!isAllowed(host)) {
        for (InetAddress address : addresses) {
          if (!PublicAddresses.isPublic(address)) {
            throw new PrivateTargetException();
          }
        }
      }
      return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }

  private boolean isAllowed(String host) {
    return allowed.contains(host.toLowerCase(Locale.ROOT));
  }

  /** Whether an address may be called as far as it can be told without a lookup. */
  boolean isAcceptable(URI target) {
    return target.getHost() != null
        && target.getUserInfo() == null
        && ("https".equals(target.getScheme())
            || ("http".equals(target.getScheme()) && isAllowed(target.getHost())));
  }

  /**
   * Posts a delivery to an address that somebody gave us.
   *
   * @param who answers there, as people read it
   */
  DeliveryResult deliver(URI target, Map<String, String> headers, byte[] body, String who) {
    try {
      return post(target, headers, body).judged(who);
    } catch (PrivateTargetException e) {
      return DeliveryResult.gone(who + " is in a private network");
    } catch (IOException e) {
      return DeliveryResult.failed(who + " cannot be reached: " + e.getClass().getSimpleName());
    }
  }

  /**
   * Posts, and waits for the answer.
   *
   * @throws PrivateTargetException if the host is not in the public internet
   * @throws IOException if there is no answer in time
   */
  Answer post(URI target, Map<String, String> headers, byte[] body) throws IOException {
    if (!isAcceptable(target)) {
      throw new PrivateTargetException();
    }
    HttpPost post = new HttpPost(target);
    headers.forEach(post::setHeader);
    post.setEntity(new ByteArrayEntity(body, null));
    // The client's own limits are for each read; who answers a byte at a time stays below them.
    Callable<Boolean> cancel = post::cancel;
    ScheduledFuture<?> end = watch.schedule(cancel, longestCall.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return client.execute(post, OutsideHttp::answer);
    } finally {
      end.cancel(false);
    }
  }

  private static Answer answer(ClassicHttpResponse response) throws IOException {
    String body = "";
    if (response.getEntity() != null) {
      try (InputStream in = response.getEntity().getContent()) {
        body = new String(in.readNBytes(MOST_ANSWERED), StandardCharsets.UTF_8);
      }
    }
    return new Answer(response.getCode(), body);
  }

  @Override
  public void close() {
    watch.shutdownNow();
    client.close(CloseMode.IMMEDIATE);
  }
}
