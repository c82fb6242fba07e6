package dev.scheduling.server.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.notification.DeliveryResult;
import dev.scheduling.server.json.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

/** Sends to browsers, by way of the push service that each of them chose (RFC 8030). */
final class WebPush {

  private final OutsideHttp http;
  private final VapidKeys keys;
  private final Breakers breakers = new Breakers();

  WebPush(OutsideHttp http, VapidKeys keys) {
    this.http = http;
    this.keys = keys;
  }

  /** The secrets of a subscription as they are kept. */
  static String secrets(byte[] browserKey, byte[] auth) {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return new String(
        Json.write(
            Json.object()
                .put("p256dh", base64.encodeToString(browserKey))
                .put("auth", base64.encodeToString(auth))),
        StandardCharsets.UTF_8);
  }

  DeliveryResult send(Address address, PushMessage message) {
    URI endpoint = URI.create(address.target());
    ObjectNode secrets =
        Json.readObject(
            Objects.requireNonNull(address.secrets(), "a subscription has keys")
                .getBytes(StandardCharsets.UTF_8));
    byte[] text =
        Json.write(
            Json.object()
                .put("id", message.id())
                .put("title", message.title())
                .put("body", message.body()));
    byte[] body =
        PushEncryption.encrypt(text, decoded(secrets, "p256dh"), decoded(secrets, "auth"));
    Map<String, String> headers =
        Map.of(
            "Authorization",
            keys.authorization(endpoint),
            "Content-Encoding",
            "aes128gcm",
            "Content-Type",
            "application/octet-stream",
            "TTL",
            Long.toString(message.secondsToLive()),
            "Urgency",
            message.urgent() ? "high" : "normal",
            // Of two messages with one topic that wait for a browser the service keeps the later.
            "Topic",
            message.id());
    return breakers
        .of(endpoint.getHost())
        .call(() -> http.deliver(endpoint, headers, body, "the push service"));
  }

  private static byte[] decoded(ObjectNode secrets, String name) {
    return Base64.getUrlDecoder().decode(secrets.path(name).asText());
  }
}
