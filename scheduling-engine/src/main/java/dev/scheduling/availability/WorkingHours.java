package dev.scheduling.availability;

import dev.scheduling.calendar.InvalidEventException;
import dev.scheduling.recurrence.RecurrenceRule;
import dev.scheduling.recurrence.RecurrenceSet;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * When somebody can be met: hours of the week in one or several zones, other hours on certain
 * dates, and all of that for certain stretches of time (RFC 7953 in meaning).
 *
 * <p>Hours are what the clock on the wall shows: 09:00 to 17:00 is those eight hours before and
 * after the clocks change, and all of a day is all of it whether it has 23, 24 or 25 hours.
 *
 * <p>Immutable and thread-safe. Share one object between people who have the same hours: a search
 * then works them out once.
 */
public final class WorkingHours {

  /*
   * Layers, as VAVAILABILITY components in order of their PRIORITY (RFC 7953, section 3.1): what a
   * layer covers is closed but for the layer's own hours, whatever the layers below it say; where it
   * covers nothing, they stand. Time that no layer covers is open. A date with other hours is a layer
   * that covers this one day.
   */

  /** The most layers: hours with their stretch, and dates with hours of their own. */
  public static final int MOST_LAYERS = 1_000;

  /** The most hours that one layer may have. */
  public static final int MOST_HOURS = 100;

  private static final WorkingHours ALWAYS = new WorkingHours(List.of());
  private static final int SECONDS_A_DAY = 86_400;
  private static final LocalDate LONG_AGO = LocalDate.of(1, 1, 1);

  /** What a layer covers: from one second to another, or one day of a zone. */
  private record Layer(long from, long to, @Nullable LocalHours day, List<LocalHours> hours) {

    Spans covers(long start, long end) {
      Spans all = Spans.of(Math.max(start, from), Math.min(end, to));
      if (day == null || all.isEmpty()) {
        return all;
      }
      SpanCollector parts = new SpanCollector();
      day.collect(all.start(0), all.end(0), parts);
      return parts.toSpans();
    }
  }

  private final List<Layer> layers;

  private WorkingHours(List<Layer> layers) {
    if (layers.size() > MOST_LAYERS) {
      throw new InvalidEventException(
          "workingHours",
          "workingHours may have " + MOST_LAYERS + " layers and dates, but has " + layers.size());
    }
    this.layers = layers;
  }

  /** Any time. */
  public static WorkingHours always() {
    return ALWAYS;
  }

  /** Hours in a zone, none until they are added. */
  public static Builder in(ZoneId zone) {
    return new Builder(zone);
  }

  /** These hours where {@code higher} says nothing, and those of {@code higher} where it does. */
  public WorkingHours overriddenBy(WorkingHours higher) {
    List<Layer> all = new ArrayList<>(layers);
    all.addAll(higher.layers);
    return new WorkingHours(List.copyOf(all));
  }

  boolean isAlways() {
    return layers.isEmpty();
  }

  /** The open parts of {@code [from, to)}, in seconds since 1970. */
  Spans open(long from, long to) {
    Spans open = Spans.of(from, to);
    for (Layer layer : layers) {
      Spans covered = layer.covers(from, to);
      if (covered.isEmpty()) {
        continue;
      }
      SpanCollector inside = new SpanCollector();
      layer.hours().forEach(hours -> hours.collect(from, to, inside));
      open = open.minus(covered).union(inside.toSpans().intersection(covered));
    }
    return open;
  }

  /** Collects hours. Not thread-safe. */
  public static final class Builder {

    private ZoneId zone;
    private long from = Long.MIN_VALUE;
    private long to = Long.MAX_VALUE;
    private final List<LocalHours> hours = new ArrayList<>();
    private final List<Layer> dates = new ArrayList<>();

    private Builder(ZoneId zone) {
      this.zone = zone;
    }

    /** Those that are added next are hours of another zone's clock. */
    public Builder then(ZoneId other) {
      zone = other;
      return this;
    }

    /**
     * Hours on days of the week; several may be added.
     *
     * @param start the first moment inside
     * @param end the first moment after; midnight is the end of the day, and a time before {@code
     *     start} is on the next day
     * @param days at least one
     * @throws InvalidEventException if the two are the same and not midnight, or no day is named
     */
    public Builder on(LocalTime start, LocalTime end, DayOfWeek... days) {
      if (days.length == 0) {
        throw new InvalidEventException("workingHours", "workingHours need at least one day");
      }
      DayOfWeek first = days[0];
      String names =
          Arrays.stream(days)
              .distinct()
              .map(day -> day.name().substring(0, 2))
              .collect(Collectors.joining(","));
      RecurrenceSet set =
          RecurrenceSet.startingOn(LONG_AGO.with(TemporalAdjusters.nextOrSame(first)))
              .rule(RecurrenceRule.parse("FREQ=WEEKLY;BYDAY=" + names))
              .build();
      return on(start, end, set);
    }

    /**
     * Hours on the days of a rule, say on every other Friday.
     *
     * @param days an all-day set
     * @throws InvalidEventException if the times are the same and not midnight
     * @throws IllegalArgumentException if the set is not of dates
     */
    public Builder on(LocalTime start, LocalTime end, RecurrenceSet days) {
      if (!days.isAllDay()) {
        throw new IllegalArgumentException("the days of working hours are dates, but are " + days);
      }
      hours.add(hours(start, end, days));
      if (hours.size() > MOST_HOURS) {
        throw new InvalidEventException(
            "workingHours", "workingHours may have " + MOST_HOURS + " hours of the week");
      }
      return this;
    }

    private LocalHours hours(LocalTime start, LocalTime end, RecurrenceSet days) {
      int first = start.toSecondOfDay();
      int after = end.toSecondOfDay();
      if (first == after && first != 0) {
        throw new InvalidEventException(
            "workingHours", "working hours from " + start + " to " + end + " last no time");
      }
      return new LocalHours(zone, days, first, after <= first ? after + SECONDS_A_DAY : after);
    }

    /**
     * A date of the zone that has hours of its own, and none of the usual ones, not even the rest
     * of a night's that began on the day before.
     *
     * @param startsAndEnds the first moment inside and the first after, in turn; none for a day off
     * @throws InvalidEventException if a start has no end, or lasts no time
     */
    public Builder date(LocalDate date, LocalTime... startsAndEnds) {
      if (startsAndEnds.length % 2 != 0 || startsAndEnds.length / 2 > MOST_HOURS) {
        throw new InvalidEventException(
            "workingHours",
            "the hours of a date have a start and an end each, at most " + MOST_HOURS);
      }
      RecurrenceSet day = RecurrenceSet.startingOn(date).build();
      List<LocalHours> own = new ArrayList<>();
      for (int i = 0; i < startsAndEnds.length; i += 2) {
        own.add(hours(startsAndEnds[i], startsAndEnds[i + 1], day));
      }
      LocalHours whole = new LocalHours(zone, day, 0, SECONDS_A_DAY);
      dates.add(new Layer(Long.MIN_VALUE, Long.MAX_VALUE, whole, List.copyOf(own)));
      return this;
    }

    /** The hours say nothing of the time before {@code instant}. */
    public Builder from(Instant instant) {
      from = instant.getEpochSecond();
      return this;
    }

    /** The hours say nothing of {@code instant} and the time after. */
    public Builder to(Instant instant) {
      to = instant.getEpochSecond();
      return this;
    }

    /**
     * The hours.
     *
     * @throws InvalidEventException if there are more than {@value #MOST_LAYERS} dates
     */
    public WorkingHours build() {
      List<Layer> layers = new ArrayList<>();
      layers.add(new Layer(from, to, null, List.copyOf(hours)));
      for (Layer date : dates) {
        layers.add(new Layer(from, to, date.day(), date.hours()));
      }
      return new WorkingHours(List.copyOf(layers));
    }
  }
}
