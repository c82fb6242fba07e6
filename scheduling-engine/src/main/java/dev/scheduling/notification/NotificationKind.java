package dev.scheduling.notification;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A kind of notification that the library knows, with what holds for it unless somebody chooses
 * otherwise. Embedders may have kinds of their own; those are shown on the page and disturb nobody.
 */
public enum NotificationKind {
  EVENT_CREATED("event.created", false, false),
  EVENT_CHANGED("event.changed", false, false),
  EVENT_CANCELLED("event.cancelled", false, false),
  /** An event was booked over another, in a calendar that warns of conflicts. */
  CONFLICT_WARNED("conflict.warned", false, false),
  CALENDAR_IMPORTED("calendar.imported", false, false),
  CALENDAR_SHARED("calendar.shared", false, true),
  CALENDAR_UNSHARED("calendar.unshared", false, false),
  REMINDER("reminder", true, false),
  /** The time of a reminder went by while nothing ran. */
  REMINDER_MISSED("reminder.missed", false, false),
  /** Somebody signed in where the account had not been signed in before. */
  NEW_DEVICE("account.new-device", true, true),
  /** An address, or a token, was given up because nothing arrives there any more. */
  CHANNEL_OFF("channel.off", false, true),
  /** Somebody asked for it, to see whether it arrives. */
  TEST("channel.test", true, true);

  /** What the kind of a notification begins with that only says that the page shows more now. */
  private static final String SILENT = "silent.";

  /** Those that say of something on the page that it is another now. */
  private static final Set<NotificationKind> ON_PAGE =
      EnumSet.of(
          EVENT_CREATED,
          EVENT_CHANGED,
          EVENT_CANCELLED,
          CALENDAR_IMPORTED,
          CALENDAR_SHARED,
          CALENDAR_UNSHARED);

  private static final Duration REMINDER_LIFETIME = Duration.ofHours(1);
  private static final Duration LIFETIME = Duration.ofDays(1);

  private final String word;
  private final boolean urgent;
  private final boolean mailed;

  NotificationKind(String word, boolean urgent, boolean mailed) {
    this.word = word;
    this.urgent = urgent;
    this.mailed = mailed;
  }

  /** The kind that a notification names; empty if it is an embedder's own. */
  public static Optional<NotificationKind> of(String word) {
    for (NotificationKind kind : values()) {
      if (kind.word.equals(word)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** As notifications name it, such as {@code event.created}. */
  public String word() {
    return word;
  }

  /** Whether it is told at once, also in quiet hours. */
  public boolean isUrgent() {
    return urgent;
  }

  /**
   * Whether a channel is used for the kind unless somebody chooses otherwise: the page for all of
   * them, e-mail for what concerns the account itself, and whatever else somebody connected for
   * what is urgent or mailed.
   */
  public boolean isToldOn(String channel) {
    return switch (channel) {
      case NotificationChannel.PAGE -> true;
      case NotificationChannel.EMAIL -> mailed;
      default -> urgent || mailed;
    };
  }

  /** How long after it happened it is still worth telling. */
  public Duration lifetime() {
    return this == REMINDER ? REMINDER_LIFETIME : LIFETIME;
  }

  /** The names of all channels that preferences speak of. */
  public static Set<String> channels() {
    return Set.of(
        NotificationChannel.PAGE,
        NotificationChannel.EMAIL,
        NotificationChannel.PUSH,
        NotificationChannel.SLACK);
  }

  /**
   * The kind of a change that the page has to follow, though its owner does not want to be told of
   * it: {@code silent.} and the kind. Empty for kinds that change nothing that the page shows.
   */
  public static Optional<String> silent(String word) {
    return of(word).filter(ON_PAGE::contains).map(kind -> SILENT + kind.word);
  }

  static boolean isUrgent(String word) {
    return of(word).map(NotificationKind::isUrgent).orElse(false);
  }

  static boolean isToldOn(String word, String channel) {
    return of(word)
        .map(kind -> kind.isToldOn(channel))
        .orElse(channel.equals(NotificationChannel.PAGE));
  }

  static Duration lifetimeOf(String word) {
    return of(word).map(NotificationKind::lifetime).orElse(LIFETIME);
  }
}
