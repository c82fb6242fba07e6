package dev.scheduling.recurrence;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A start with everything that repeats it: rules (RRULE), extra times (RDATE), exclusions (EXDATE)
 * and exclusion rules (EXRULE) of RFC 5545, 3.8.5. Its occurrences are distinct and ascending.
 *
 * <p>A set is all-day (dates), floating (local times without a zone) or zoned. Zoned occurrences
 * are the same when their instants are, others when their local values are. Local values need no
 * zone; instants of floating and all-day sets need {@link #placedIn}. Occurrences lie in the years
 * 1..9999; where a set goes on beyond, every answer that meets the end says so.
 *
 * <p>Immutable and safe for use by several threads. Rules are compiled when the first occurrence is
 * asked for.
 *
 * <p>Changed occurrences (RECURRENCE-ID) are not part of a set. An occurrence is named by its
 * original start, which is its instant in a zoned set, its {@link OccurrenceCursor#local} time in a
 * floating and its date in an all-day one; {@link #isOccurrence} tells whether such a name is one
 * of the set.
 */
public final class RecurrenceSet {

  private final SetParts parts;

  /** The zone in which instants are computed; that of {@link #parts} in a zoned set. */
  private final @Nullable ZoneId place;

  private volatile @Nullable CompiledSet compiled;

  private RecurrenceSet(SetParts parts, @Nullable ZoneId place) {
    this.parts = parts;
    this.place = place;
  }

  /** Starts an all-day set. The year is in 1..9999. */
  public static Builder startingOn(LocalDate start) {
    return new Builder(start.atStartOfDay(), true, null);
  }

  /** Starts a floating set. The year is in 1..9999, without a fraction of a second. */
  public static Builder startingAt(LocalDateTime start) {
    return new Builder(start, false, null);
  }

  /**
   * Starts a zoned set; {@link java.time.ZoneOffset#UTC} for a UTC one. The year is in 1..9999,
   * without a fraction of a second.
   */
  public static Builder startingAt(LocalDateTime start, ZoneId zone) {
    return new Builder(start, false, Objects.requireNonNull(zone, "zone"));
  }

  /** The start's local time, midnight for an all-day set. It need not be an occurrence. */
  public LocalDateTime start() {
    return parts.start();
  }

  public boolean isAllDay() {
    return parts.allDay();
  }

  /** Whether the set has local times and no zone of its own. */
  public boolean isFloating() {
    return parts.zone() == null && !parts.allDay();
  }

  /** The zone in which instants are computed: the start's, or that of {@link #placedIn}. */
  public Optional<ZoneId> zone() {
    return Optional.ofNullable(place);
  }

  public List<RecurrenceRule> rules() {
    return parts.rules();
  }

  public List<RecurrenceRule> exclusionRules() {
    return parts.exclusionRules();
  }

  /** RDATE, as it was given. */
  public List<RecurrenceTime> extraTimes() {
    return parts.extraTimes();
  }

  /**
   * EXDATE, as it was given. A date in a set with times excludes every occurrence of that local
   * day, which {@link #toLines} writes as times.
   */
  public List<RecurrenceTime> exclusions() {
    return parts.exclusions();
  }

  public RecurrenceOptions options() {
    return parts.options();
  }

  /**
   * The RRULE, EXRULE, RDATE and EXDATE lines of the set, unfolded and without DTSTART, strictly as
   * RFC 5545 has them: the type of UNTIL, RDATE and EXDATE follows the start's.
   *
   * <p>A date excluded from a set with times is written as the times it takes away, or not at all
   * if it takes none; only where these are more than 1,440, the date stays. {@link Builder#lines}
   * makes a set with the same occurrences of the lines, and that set writes the same lines.
   */
  public List<String> toLines() {
    return SetLines.write(parts);
  }

  /** The set with a zone for its instants, if it is floating or all-day; a zoned set as it is. */
  public RecurrenceSet placedIn(ZoneId zone) {
    Objects.requireNonNull(zone, "zone");
    return parts.zone() != null || zone.equals(place) ? this : new RecurrenceSet(parts, zone);
  }

  /** A builder that begins with everything this set has. */
  public Builder toBuilder() {
    return new Builder(parts);
  }

  /** Whether the set ends: every rule has COUNT or UNTIL, or was proved to make nothing. */
  public boolean isFinite() {
    return compiled().isFinite();
  }

  /**
   * Whether it was proved that the set has no occurrence in any year. False also where the search
   * met the year 9999 or its budget without finding one.
   */
  public boolean isEmpty() {
    OccurrenceCursor cursor = cursor();
    return !cursor.next() && cursor.end() == OccurrenceCursor.End.EXHAUSTED;
  }

  /** A new cursor before the first occurrence. */
  public OccurrenceCursor cursor() {
    return cursorOfKeys(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /**
   * A new cursor over the occurrences in {@code [from, to)}; it ends with {@link
   * OccurrenceCursor.End#WINDOW} where the set may have later ones.
   *
   * @throws IllegalStateException if the set has no zone
   */
  public OccurrenceCursor cursor(Instant from, Instant to) {
    return cursorOfKeys(key(from), key(to));
  }

  /**
   * A new cursor over the occurrences in {@code [from, to)}, in seconds since 1970-01-01T00:00Z.
   * See {@link #cursor(Instant, Instant)}.
   *
   * @throws IllegalStateException if the set has no zone
   */
  public OccurrenceCursor cursor(long fromEpochSecond, long toEpochSecond) {
    return cursorOfKeys(key(fromEpochSecond), key(toEpochSecond));
  }

  /** A new cursor over the occurrences whose local times lie in {@code [from, to)}. */
  public OccurrenceCursor cursorOfLocal(LocalDateTime from, LocalDateTime to) {
    SetFrame frame = compiled().frame;
    return cursorOfKeys(frame.keyOfLocal(from), frame.keyOfLocal(to));
  }

  /**
   * A new cursor over the occurrences whose local times lie in {@code [from, to)}, in seconds since
   * 1970-01-01T00:00 local.
   */
  public OccurrenceCursor cursorOfLocal(long fromLocalSecond, long toLocalSecond) {
    SetFrame frame = compiled().frame;
    return cursorOfKeys(frame.keyOfLocal(fromLocalSecond), frame.keyOfLocal(toLocalSecond));
  }

  /** The first occurrence at or after an instant. */
  public Optional<Instant> firstAtOrAfter(Instant instant) {
    OccurrenceCursor cursor = cursor();
    cursor.seek(instant);
    return cursor.next() ? Optional.of(cursor.instant()) : Optional.empty();
  }

  /** The last occurrence before an instant. */
  public Optional<Instant> lastBefore(Instant instant) {
    OccurrenceCursor cursor = cursor();
    cursor.seek(instant);
    return cursor.previous() ? Optional.of(cursor.instant()) : Optional.empty();
  }

  /** The last occurrence of a finite set; empty for an endless or empty one. */
  public Optional<Instant> last() {
    if (!isFinite()) {
      return Optional.empty();
    }
    OccurrenceCursor cursor = cursor();
    cursor.seekEnd();
    return cursor.previous() ? Optional.of(cursor.instant()) : Optional.empty();
  }

  /** The local time of the last occurrence of a finite set; empty for an endless or empty one. */
  public Optional<LocalDateTime> lastLocal() {
    if (!isFinite()) {
      return Optional.empty();
    }
    OccurrenceCursor cursor = cursor();
    cursor.seekEnd();
    return cursor.previous() ? Optional.of(cursor.local()) : Optional.empty();
  }

  /** Whether an occurrence starts at that instant. Fractions of a second never match. */
  public boolean isOccurrence(Instant instant) {
    if (instant.getNano() != 0) {
      return false;
    }
    OccurrenceCursor cursor = cursor();
    cursor.seek(instant);
    return cursor.next() && cursor.epochSecond() == instant.getEpochSecond();
  }

  /** Whether an occurrence has that local time, after gaps are resolved. */
  public boolean isOccurrence(LocalDateTime local) {
    if (LocalText.hasFraction(local)) {
      return false;
    }
    OccurrenceCursor cursor = cursor();
    cursor.seekLocal(SetFrame.epochSecond(local));
    return cursor.next() && cursor.localSecond() == SetFrame.epochSecond(local);
  }

  /** Whether an occurrence starts on that local day. */
  public boolean isOccurrence(LocalDate date) {
    OccurrenceCursor cursor = cursor();
    long midnight = SetFrame.epochSecond(date);
    cursor.seekLocal(midnight);
    while (cursor.next() && cursor.localSecond() < midnight + Expander.DAY) {
      if (cursor.localSecond() >= midnight) {
        return true;
      }
    }
    return false;
  }

  /**
   * A cursor at the n-th occurrence, or empty if the set has fewer up to the year 9999.
   *
   * <p>Where the set has one rule, no exclusion rule and a fixed offset or no zone, or is all-day,
   * this takes the same time for every index; otherwise it walks there.
   *
   * @param index 0 for the first
   * @throws IllegalArgumentException if it is negative, or more than 50,000,000 where the set has
   *     to be walked
   */
  public Optional<OccurrenceCursor> nth(long index) {
    return OccurrenceCounting.nth(this, compiled(), index);
  }

  /**
   * How many occurrences lie in {@code [from, to)}, by arithmetic where {@link #nth} has it.
   *
   * @throws IllegalStateException if the set has no zone
   */
  public OccurrenceCount countIn(Instant from, Instant to) {
    return OccurrenceCounting.count(compiled(), key(from), key(to));
  }

  /** The longest length that an RDATE period gives; zero if there are no periods. */
  public Duration longestPeriod() {
    return parts.periods().values().stream().max(Duration::compareTo).orElse(Duration.ZERO);
  }

  /**
   * A rule of this set that matches no time from the start up to the year 9999, whatever its COUNT
   * or UNTIL. Such a rule is legal, and most likely a mistake.
   */
  public Optional<RecurrenceRule> ruleThatNeverMatches() {
    CompiledRule[] rules = compiled().rules;
    for (int i = 0; i < rules.length; i++) {
      if (rules[i].neverMatches()) {
        return Optional.of(parts.rules().get(i));
      }
    }
    return Optional.empty();
  }

  /** The length that an RDATE period gives the occurrence at that instant, if one does. */
  public Optional<Duration> periodAt(Instant instant) {
    return Optional.ofNullable(compiled().periods().get(key(instant)));
  }

  /** The length that an RDATE period gives the occurrence at that local time, if one does. */
  public Optional<Duration> periodAt(LocalDateTime local) {
    CompiledSet set = compiled();
    return Optional.ofNullable(set.periods().get(set.frame.keyOfLocal(local)));
  }

  /** Views of the occurrences as java.time values. */
  public Occurrences occurrences() {
    return new Occurrences(this);
  }

  OccurrenceCursor cursorOfKeys(long fromKey, long endKey) {
    return compiled().cursor(fromKey, endKey);
  }

  private long key(Instant instant) {
    return key(OccurrenceCursor.ceilingSecond(instant));
  }

  private long key(long epochSecond) {
    SetFrame frame = compiled().frame;
    if (frame.zone() == null) {
      throw new IllegalStateException("a set without a zone has no instants: use placedIn(zone)");
    }
    return frame.keyOf(epochSecond);
  }

  CompiledSet compiled() {
    CompiledSet set = compiled;
    if (set == null) {
      set = new CompiledSet(parts, place);
      compiled = set;
    }
    return set;
  }

  /** The start and the lines of {@link #toLines}, for people. */
  @Override
  public String toString() {
    String at =
        parts.allDay()
            ? parts.start().toLocalDate().toString()
            : parts.start() + (parts.zone() == null ? "" : "[" + parts.zone() + "]");
    return at + " " + String.join(" ", toLines());
  }

  /** Collects what a set is made of. For one thread. */
  public static final class Builder {

    private final LocalDateTime start;
    private final boolean allDay;
    private final @Nullable ZoneId zone;
    private final SetEntries entries;
    private RecurrenceOptions options;

    private Builder(LocalDateTime start, boolean allDay, @Nullable ZoneId zone) {
      LocalText.requireSupported("DTSTART", start);
      this.start = start;
      this.allDay = allDay;
      this.zone = zone;
      entries = new SetEntries();
      options = RecurrenceOptions.DEFAULTS;
    }

    private Builder(SetParts parts) {
      start = parts.start();
      allDay = parts.allDay();
      zone = parts.zone();
      entries = new SetEntries(parts);
      options = parts.options();
    }

    /** Adds an RRULE. */
    public Builder rule(RecurrenceRule rule) {
      entries.addRule(rule);
      return this;
    }

    /** Adds an EXRULE, which RFC 5545 deprecates: what it makes is taken away. */
    public Builder exclusionRule(RecurrenceRule rule) {
      entries.addExclusionRule(rule);
      return this;
    }

    /** Adds a date; in a set with times, at the start's time of day. */
    public Builder including(LocalDate date) {
      return including(new RecurrenceTime.OnDate(date));
    }

    /** Adds a local time; in an all-day set, its date. */
    public Builder including(LocalDateTime local) {
      return including(new RecurrenceTime.AtLocalTime(local));
    }

    /** Adds an instant; in an all-day set, its date in UTC. */
    public Builder including(Instant instant) {
      return including(new RecurrenceTime.AtInstant(instant));
    }

    /** Adds a time of any kind. */
    public Builder including(RecurrenceTime time) {
      entries.addExtraTime(time);
      return this;
    }

    /** Adds a time with a length of its own, which is positive. */
    public Builder includingPeriod(RecurrenceTime start, Duration length) {
      if (length.isNegative() || length.isZero()) {
        throw new InvalidRecurrenceException(
            "RDATE", "the period's length " + length + " is not positive");
      }
      entries.addPeriod(start, length);
      return this;
    }

    /** Takes a date away; in a set with times, all occurrences of that local day. */
    public Builder excluding(LocalDate date) {
      return excluding(new RecurrenceTime.OnDate(date));
    }

    /** Takes a local time away; in an all-day set, its date. */
    public Builder excluding(LocalDateTime local) {
      return excluding(new RecurrenceTime.AtLocalTime(local));
    }

    /** Takes an instant away; in an all-day set, its date in UTC. */
    public Builder excluding(Instant instant) {
      return excluding(new RecurrenceTime.AtInstant(instant));
    }

    /** Takes a time of any kind away. */
    public Builder excluding(RecurrenceTime time) {
      entries.addExclusion(time);
      return this;
    }

    /**
     * Adds what one unfolded content line says: RRULE, EXRULE, RDATE or EXDATE with VALUE and TZID
     * parameters, the latter a name that {@link ZoneId#of} knows.
     *
     * @throws InvalidRecurrenceException if the line cannot be read
     */
    public Builder line(String line) {
      SetLines.read(line, this, zone);
      return this;
    }

    /** Adds several lines. See {@link #line}. */
    public Builder lines(List<String> lines) {
      lines.forEach(this::line);
      return this;
    }

    public Builder options(RecurrenceOptions value) {
      options = value;
      return this;
    }

    /**
     * The set.
     *
     * @throws InvalidRecurrenceException if a rule needs a calendar that cannot be computed
     */
    public RecurrenceSet build() {
      SetParts parts = entries.toParts(start, allDay, zone, options);
      parts.rules().forEach(CalendarScales::of);
      parts.exclusionRules().forEach(CalendarScales::of);
      return new RecurrenceSet(parts, zone);
    }
  }
}
