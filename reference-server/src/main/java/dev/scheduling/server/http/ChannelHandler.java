package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.OwnerId;
import dev.scheduling.notification.ChannelPreferences;
import dev.scheduling.notification.NotificationKind;
import dev.scheduling.notification.QuietHours;
import dev.scheduling.server.channel.ChannelSettings;
import dev.scheduling.server.json.Json;
import io.javalin.http.Context;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code /v1/me/channels}: by which channels one is told of what, and when not. Thread-safe. */
public final class ChannelHandler {

  private static final int LONGEST_TIME = 5;

  private final ChannelSettings settings;

  public ChannelHandler(ChannelSettings settings) {
    this.settings = settings;
  }

  void read(Context ctx) {
    answer(ctx);
  }

  void replace(Context ctx) {
    Fields body = Fields.of(RequestBody.json(ctx));
    ChannelPreferences preferences =
        kinds(body).withQuietHours(quietHours(body.object("quietHours")));
    body.check();
    settings.choose(Requests.caller(ctx).account(), preferences);
    answer(ctx);
  }

  private static ChannelPreferences kinds(Fields body) {
    ChannelPreferences preferences = ChannelPreferences.DEFAULT;
    Fields kinds = body.object("kinds");
    if (kinds == null) {
      return preferences;
    }
    for (String kind : kinds.names()) {
      Fields channels = kinds.object(kind);
      if (NotificationKind.of(kind).isEmpty()) {
        kinds.wrong(kind, "there is no kind of notification with this name");
      } else if (channels != null) {
        preferences = choices(preferences, kind, channels);
      }
    }
    return preferences;
  }

  private static ChannelPreferences choices(
      ChannelPreferences before, String kind, Fields channels) {
    ChannelPreferences preferences = before;
    for (String channel : channels.names()) {
      Boolean wanted = channels.bool(channel);
      if (!NotificationKind.channels().contains(channel)) {
        channels.wrong(
            channel,
            "a channel is one of " + String.join(", ", new TreeSet<>(NotificationKind.channels())));
      } else if (wanted != null) {
        preferences = preferences.with(kind, channel, wanted);
      }
    }
    return preferences;
  }

  private static @Nullable QuietHours quietHours(@Nullable Fields hours) {
    if (hours == null) {
      return null;
    }
    LocalTime from = time(hours, "from");
    LocalTime to = time(hours, "to");
    ZoneId zone = hours.zone("timeZone");
    if (zone == null && !hours.has("timeZone")) {
      hours.wrong("timeZone", "timeZone is missing");
    }
    return from == null || to == null || zone == null
        ? null
        : hours.parsed("to", () -> new QuietHours(from, to, zone));
  }

  private static @Nullable LocalTime time(Fields hours, String name) {
    String text = hours.requiredText(name, LONGEST_TIME);
    if (text.matches("([01]\\d|2[0-3]):[0-5]\\d")) {
      return LocalTime.parse(text);
    }
    if (hours.has(name)) {
      hours.wrong(name, name + " must be a time of the day such as 22:00");
    }
    return null;
  }

  private void answer(Context ctx) {
    OwnerId account = Requests.caller(ctx).account();
    ObjectNode json = Json.object();
    ObjectNode channels = json.putObject("channels");
    Set<String> names = new TreeSet<>(NotificationKind.channels());
    for (String name : names) {
      ChannelSettings.Standing standing = settings.standing(account, name);
      ObjectNode channel = channels.putObject(name).put("state", word(standing.state()));
      if (standing.cause() != null) {
        channel.put("cause", standing.cause());
      }
    }
    ChannelPreferences preferences = settings.preferences(account);
    ObjectNode kinds = json.putObject("kinds");
    for (NotificationKind kind : NotificationKind.values()) {
      if (kind != NotificationKind.TEST) {
        ObjectNode choices = kinds.putObject(kind.word());
        names.forEach(name -> choices.put(name, preferences.wants(kind.word(), name)));
      }
    }
    QuietHours hours = preferences.quietHours();
    if (hours != null) {
      json.putObject("quietHours")
          .put("from", hours.from().toString())
          .put("to", hours.to().toString())
          .put("timeZone", hours.zone().getId());
    }
    Requests.answer(ctx, 200, json);
  }

  private static String word(ChannelSettings.State state) {
    return switch (state) {
      case ON -> "on";
      case OFF -> "off";
      case NOT_CONNECTED -> "notConnected";
      case UNAVAILABLE -> "unavailable";
    };
  }

  void test(Context ctx) {
    String channel = ctx.pathParam("channel").toLowerCase(Locale.ROOT);
    if (!NotificationKind.channels().contains(channel)) {
      throw Problem.notFound();
    }
    List<ChannelSettings.TestResult> results =
        settings.test(Requests.caller(ctx).account(), channel, ctx.ip());
    if (results.isEmpty()) {
      throw Problem.conflict(
          "not-connected",
          "There is nowhere to send it",
          "nothing is connected by which this channel could reach you");
    }
    ObjectNode json = Json.object();
    ArrayNode items = json.putArray("items");
    for (ChannelSettings.TestResult result : results) {
      ObjectNode item = items.addObject().put("delivered", result.delivered());
      if (!result.delivered()) {
        item.put("cause", result.cause());
      }
    }
    Requests.answer(ctx, 200, json);
  }
}
