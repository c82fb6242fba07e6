package dev.scheduling.notification;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * By which channels somebody wants to be told of what, and when not to be disturbed. Immutable and
 * thread-safe.
 *
 * @param choices by kind and channel; what is not named is as {@link NotificationKind#isToldOn} has
 *     it
 * @param quietHours null for none
 */
public record ChannelPreferences(
    SortedMap<String, SortedMap<String, Boolean>> choices, @Nullable QuietHours quietHours) {

  /** Of somebody who has chosen nothing. */
  public static final ChannelPreferences DEFAULT = new ChannelPreferences(new TreeMap<>(), null);

  /** The most kinds that choices may be made for: {@value}. */
  public static final int MOST_KINDS = 50;

  /** The most channels of a kind: {@value}. */
  public static final int MOST_CHANNELS = 10;

  private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if there are more than {@value #MOST_KINDS} kinds or {@value
   *     #MOST_CHANNELS} channels, or a name is not 1 to 64 of {@code a-z 0-9 . -}
   */
  public ChannelPreferences {
    checkNames("kinds", choices, MOST_KINDS);
    SortedMap<String, SortedMap<String, Boolean>> copy = new TreeMap<>();
    choices.forEach(
        (kind, channels) -> {
          checkNames("channels", channels, MOST_CHANNELS);
          copy.put(kind, Collections.unmodifiableSortedMap(new TreeMap<>(channels)));
        });
    choices = Collections.unmodifiableSortedMap(copy);
  }

  private static void checkNames(String what, Map<String, ?> map, int most) {
    if (map.size() > most) {
      throw new IllegalArgumentException(
          what + " may be " + most + " at most, but are " + map.size());
    }
    for (String name : map.keySet()) {
      if (!WORD.matcher(name).matches()) {
        throw new IllegalArgumentException(
            what + " have names of 1 to 64 characters of a-z 0-9 . - but one is '" + name + "'");
      }
    }
  }

  /** The same with one choice made. */
  public ChannelPreferences with(String kind, String channel, boolean wanted) {
    SortedMap<String, SortedMap<String, Boolean>> more = new TreeMap<>(choices);
    SortedMap<String, Boolean> channels = new TreeMap<>(more.getOrDefault(kind, new TreeMap<>()));
    channels.put(channel, wanted);
    more.put(kind, channels);
    return new ChannelPreferences(more, quietHours);
  }

  /** The same with other quiet hours, or with none. */
  public ChannelPreferences withQuietHours(@Nullable QuietHours other) {
    return new ChannelPreferences(choices, other);
  }

  /** Whether a channel is to be used for a kind of notification. */
  public boolean wants(String kind, String channel) {
    SortedMap<String, Boolean> chosen = choices.get(kind);
    Boolean choice = chosen == null ? null : chosen.get(channel);
    return choice == null ? NotificationKind.isToldOn(kind, channel) : choice;
  }

  /** Until when a kind of notification is to wait; empty if it need not, as what is urgent. */
  public Optional<Instant> quietUntil(String kind, Instant now) {
    return quietHours == null || NotificationKind.isUrgent(kind)
        ? Optional.empty()
        : quietHours.endOf(now);
  }
}
