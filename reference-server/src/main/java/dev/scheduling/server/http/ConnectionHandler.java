package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.OwnerId;
import dev.scheduling.server.channel.Connections;
import dev.scheduling.server.channel.Connections.Device;
import dev.scheduling.server.json.Json;
import io.javalin.http.Context;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/me/push-subscriptions} and {@code /v1/me/slack}: the devices and the webhook that one
 * is reached by. Thread-safe.
 */
public final class ConnectionHandler {

  private static final int LONGEST_URL = 2_000;
  private static final int LONGEST_TOKEN = 4_096;
  private static final int LONGEST_KEY = 200;

  private final Connections connections;

  public ConnectionHandler(Connections connections) {
    this.connections = connections;
  }

  void list(Context ctx) {
    ObjectNode json = Json.object();
    ArrayNode items = json.putArray("items");
    connections.devices(Requests.caller(ctx).account()).forEach(each -> items.add(write(each)));
    Requests.answer(ctx, 200, json);
  }

  void subscribe(Context ctx) {
    Fields body = Fields.of(RequestBody.json(ctx));
    String kind = body.requiredText("kind", LONGEST_KEY);
    OwnerId account = Requests.caller(ctx).account();
    Optional<Device> device =
        switch (kind) {
          case "webpush" -> browser(account, body);
          case "fcm" -> app(account, body);
          default -> {
            if (body.has("kind")) {
              body.wrong("kind", "kind must be webpush or fcm");
            }
            yield Optional.empty();
          }
        };
    body.check();
    Requests.answer(
        ctx,
        201,
        write(
            device.orElseThrow(
                () ->
                    Problem.conflict(
                        "too-many",
                        "There are too many",
                        "an account may have "
                            + Connections.MOST_DEVICES
                            + " devices of each kind"))));
  }

  private Optional<Device> browser(OwnerId account, Fields body) {
    URI endpoint = url(body, "endpoint", body.requiredText("endpoint", LONGEST_URL));
    Fields keys = body.object("keys");
    if (keys == null && !body.has("keys")) {
      body.wrong("keys", "keys are missing");
    }
    byte[] browserKey = keys == null ? null : key(keys, "p256dh");
    byte[] auth = keys == null ? null : key(keys, "auth");
    if (endpoint == null || browserKey == null || auth == null) {
      return Optional.empty();
    }
    Optional<Device> device =
        body.parsed(
            "keys", () -> connections.subscribeBrowser(account, endpoint, browserKey, auth));
    return device == null ? Optional.empty() : device;
  }

  private Optional<Device> app(OwnerId account, Fields body) {
    if (!connections.reachesApps()) {
      body.wrong("kind", "the server is not set up to reach apps");
    }
    String token = body.requiredText("token", LONGEST_TOKEN);
    if (token.isEmpty() || !connections.reachesApps()) {
      return Optional.empty();
    }
    return connections.subscribeApp(account, token);
  }

  private static @Nullable URI url(Fields body, String name, String text) {
    try {
      URI uri = new URI(text);
      if (uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Told below.
    }
    if (body.has(name)) {
      body.wrong(name, name + " must be an https address");
    }
    return null;
  }

  private static byte @Nullable [] key(Fields keys, String name) {
    String text = keys.requiredText(name, LONGEST_KEY);
    try {
      return text.isEmpty() ? null : Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      keys.wrong(name, name + " must be base64url");
      return null;
    }
  }

  void unsubscribe(Context ctx) {
    if (!connections.unsubscribe(Requests.caller(ctx).account(), ctx.pathParam("subscriptionId"))) {
      throw Problem.notFound();
    }
    ctx.status(204);
  }

  void connectSlack(Context ctx) {
    Fields body = Fields.of(RequestBody.json(ctx));
    String text = body.text("webhookUrl", LONGEST_URL);
    URI webhook = text == null ? null : url(body, "webhookUrl", text);
    body.check();
    if (!connections.connectSlack(Requests.caller(ctx).account(), webhook)) {
      throw Problem.invalid("/webhookUrl", "webhookUrl must be an https address");
    }
    ctx.status(204);
  }

  private static ObjectNode write(Device device) {
    ObjectNode json =
        Json.object()
            .put("id", device.id())
            .put("kind", device.kind())
            .put("state", device.offCause() == null ? "on" : "off");
    if (device.offCause() != null) {
      json.put("cause", device.offCause());
    }
    return json;
  }
}
