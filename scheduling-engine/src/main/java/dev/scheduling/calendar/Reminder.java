package dev.scheduling.calendar;

import java.util.List;

/**
 * A wish to be told of an event's occurrences (VALARM). Immutable and thread-safe.
 *
 * @param trigger when it fires
 * @param channels the channels to use, such as {@code email}; empty means those that the person
 *     chose
 */
public record Reminder(Trigger trigger, List<String> channels) {

  private static final int MOST_CHANNELS = 10;
  private static final int LONGEST_CHANNEL = 32;

  public Reminder {
    EventLimits.checkCount("reminders", channels.size(), MOST_CHANNELS);
    channels.forEach(channel -> EventLimits.checkText("reminders", channel, LONGEST_CHANNEL));
    channels = List.copyOf(channels);
  }

  /** A reminder on the channels that the person chose. */
  public static Reminder of(Trigger trigger) {
    return new Reminder(trigger, List.of());
  }
}
