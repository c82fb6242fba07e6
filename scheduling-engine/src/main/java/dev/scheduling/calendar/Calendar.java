package dev.scheduling.calendar;

import dev.scheduling.CalendarId;
import dev.scheduling.OwnerId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A calendar: events of one owner, checked against each other for conflicts. Immutable and
 * thread-safe.
 */
public final class Calendar {

  private static final int LONGEST_NAME = 200;
  private static final Pattern COLOR = Pattern.compile("#[0-9a-fA-F]{6}");

  private final CalendarId id;
  private final OwnerId owner;
  private final String name;
  private final ZoneId zone;
  private final @Nullable String color;
  private final ConflictPolicy conflictPolicy;
  private final List<Reminder> defaultReminders;
  private final long revision;
  private final Instant heldUntil;

  private Calendar(
      CalendarId id,
      OwnerId owner,
      String name,
      ZoneId zone,
      @Nullable String color,
      ConflictPolicy conflictPolicy,
      List<Reminder> defaultReminders,
      long revision,
      Instant heldUntil) {
    String trimmed = name.strip();
    if (trimmed.isEmpty() || trimmed.length() > LONGEST_NAME) {
      throw new InvalidEventException(
          "name",
          "name must have 1 to " + LONGEST_NAME + " characters, but has " + trimmed.length());
    }
    if (color != null && !COLOR.matcher(color).matches()) {
      throw new InvalidEventException("color", "color must look like #3366cc");
    }
    EventLimits.checkCount("defaultReminders", defaultReminders.size(), EventLimits.REMINDERS);
    this.id = id;
    this.owner = owner;
    this.name = trimmed;
    this.zone = zone;
    this.color = color;
    this.conflictPolicy = conflictPolicy;
    this.defaultReminders = List.copyOf(defaultReminders);
    this.revision = revision;
    this.heldUntil = heldUntil;
  }

  /**
   * A new calendar that refuses conflicts.
   *
   * @param owner whom it belongs to
   * @param name 1 to 200 characters
   * @param zone places its floating and all-day events
   */
  public static Calendar of(OwnerId owner, String name, ZoneId zone) {
    return new Calendar(
        CalendarId.random(),
        owner,
        name,
        zone,
        null,
        ConflictPolicy.REJECT,
        List.of(),
        0,
        Instant.EPOCH);
  }

  public CalendarId id() {
    return id;
  }

  public OwnerId owner() {
    return owner;
  }

  public String name() {
    return name;
  }

  /** The zone in which floating and all-day events are placed. */
  public ZoneId zone() {
    return zone;
  }

  /** A colour such as {@code #3366cc}. */
  public Optional<String> color() {
    return Optional.ofNullable(color);
  }

  public ConflictPolicy conflictPolicy() {
    return conflictPolicy;
  }

  /** What new events remind of that bring no reminders of their own. */
  public List<Reminder> defaultReminders() {
    return defaultReminders;
  }

  /** One more with each change of its events; 0 when new. */
  public long revision() {
    return revision;
  }

  /**
   * Nobody holds time in the calendar from this instant on; holds may stand in it before. In the
   * distant past where there never was a hold.
   */
  public Instant heldUntil() {
    return heldUntil;
  }

  public Calendar withId(CalendarId other) {
    return new Calendar(
        other, owner, name, zone, color, conflictPolicy, defaultReminders, revision, heldUntil);
  }

  /**
   * The same calendar under another name.
   *
   * @throws InvalidEventException if the name is empty or longer than 200 characters
   */
  public Calendar withName(String other) {
    return new Calendar(
        id, owner, other, zone, color, conflictPolicy, defaultReminders, revision, heldUntil);
  }

  public Calendar withZone(ZoneId other) {
    return new Calendar(
        id, owner, name, other, color, conflictPolicy, defaultReminders, revision, heldUntil);
  }

  /**
   * The same calendar in another colour, or in none.
   *
   * @throws InvalidEventException if it is not of the form {@code #3366cc}
   */
  public Calendar withColor(@Nullable String other) {
    return new Calendar(
        id, owner, name, zone, other, conflictPolicy, defaultReminders, revision, heldUntil);
  }

  public Calendar withConflictPolicy(ConflictPolicy other) {
    return new Calendar(id, owner, name, zone, color, other, defaultReminders, revision, heldUntil);
  }

  public Calendar withDefaultReminders(List<Reminder> other) {
    return new Calendar(id, owner, name, zone, color, conflictPolicy, other, revision, heldUntil);
  }

  public Calendar withRevision(long other) {
    return new Calendar(
        id, owner, name, zone, color, conflictPolicy, defaultReminders, other, heldUntil);
  }

  public Calendar withHeldUntil(Instant other) {
    return new Calendar(
        id, owner, name, zone, color, conflictPolicy, defaultReminders, revision, other);
  }

  @Override
  public String toString() {
    return "Calendar[" + id + " \"" + name + "\" " + zone + " revision " + revision + "]";
  }
}
