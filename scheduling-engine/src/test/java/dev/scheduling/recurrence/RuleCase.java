package dev.scheduling.recurrence;

import dev.scheduling.recurrence.RecurrenceOptions.GapPolicy;
import dev.scheduling.recurrence.RecurrenceOptions.WeekOwner;
import dev.scheduling.recurrence.RecurrenceOptions.YearlyByMonthDay;
import dev.scheduling.recurrence.RecurrenceOptions.YearlyByWeekNumber;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A random rule with its start: made from a seed, and made smaller while it still fails. */
record RuleCase(
    Map<String, String> parts,
    LocalDateTime start,
    boolean allDay,
    String zone,
    RecurrenceOptions options) {

  private static final List<String> ZONES =
      List.of(
          "floating",
          "floating",
          "UTC",
          "America/New_York",
          "Europe/Berlin",
          "Africa/Casablanca",
          "Australia/Lord_Howe",
          "America/Sao_Paulo",
          "Pacific/Apia");
  private static final String[] DAYS = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
  private static final Frequency[] FREQUENCIES = {
    Frequency.YEARLY, Frequency.YEARLY, Frequency.YEARLY, Frequency.MONTHLY, Frequency.MONTHLY,
    Frequency.WEEKLY, Frequency.WEEKLY, Frequency.DAILY, Frequency.DAILY, Frequency.HOURLY,
    Frequency.MINUTELY, Frequency.SECONDLY
  };

  static RuleCase random(long seed) {
    Random random = new Random(seed);
    Frequency frequency = FREQUENCIES[random.nextInt(FREQUENCIES.length)];
    boolean subDaily = frequency.compareTo(Frequency.DAILY) < 0;
    boolean allDay = !subDaily && random.nextInt(4) == 0;
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("FREQ", frequency.name());
    if (random.nextInt(3) == 0) {
      int most = subDaily ? 200 : 9;
      parts.put("INTERVAL", "" + (1 + random.nextInt(random.nextInt(8) == 0 ? most * 5 : most)));
    }
    if (random.nextInt(5) == 0) {
      parts.put("WKST", DAYS[random.nextInt(7)]);
    }
    boolean weekNumbers = frequency == Frequency.YEARLY && random.nextInt(4) == 0;
    if (weekNumbers) {
      parts.put("BYWEEKNO", list(random, 3, () -> signed(random, 53)));
    }
    if (random.nextInt(3) == 0) {
      parts.put("BYMONTH", list(random, 4, () -> 1 + random.nextInt(12)));
    }
    boolean yearDays = frequency == Frequency.YEARLY || subDaily;
    if (yearDays && random.nextInt(6) == 0) {
      parts.put("BYYEARDAY", list(random, 5, () -> signed(random, 366)));
    }
    if (frequency != Frequency.WEEKLY && random.nextInt(4) == 0) {
      parts.put("BYMONTHDAY", list(random, 4, () -> signed(random, 31)));
    }
    if (random.nextInt(2) == 0) {
      boolean ordinals =
          !weekNumbers && (frequency == Frequency.YEARLY || frequency == Frequency.MONTHLY);
      int most = frequency == Frequency.MONTHLY || parts.containsKey("BYMONTH") ? 5 : 53;
      List<String> days = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(4); i++) {
        String ordinal = ordinals && random.nextInt(2) == 0 ? "" + signed(random, most) : "";
        days.add(ordinal + DAYS[random.nextInt(7)]);
      }
      parts.put("BYDAY", String.join(",", days));
    }
    if (!allDay) {
      if (random.nextInt(5) == 0) {
        parts.put("BYHOUR", list(random, 4, () -> random.nextInt(24)));
      }
      if (random.nextInt(5) == 0) {
        parts.put("BYMINUTE", list(random, 3, () -> random.nextInt(60)));
      }
      if (random.nextInt(7) == 0) {
        parts.put("BYSECOND", list(random, 3, () -> random.nextInt(60)));
      }
    }
    if (parts.keySet().stream().anyMatch(part -> part.startsWith("BY")) && random.nextInt(5) == 0) {
      parts.put("BYSETPOS", list(random, 3, () -> signed(random, random.nextInt(4) == 0 ? 60 : 4)));
    }
    if (random.nextInt(12) == 0) {
      parts.put("RSCALE", "GREGORIAN");
      parts.put("SKIP", random.nextBoolean() ? "FORWARD" : "BACKWARD");
    }
    LocalDate date = LocalDate.of(1970, 1, 1).plusDays(random.nextInt(30_000));
    LocalTime time = LocalTime.of(random.nextInt(24), random.nextInt(60), 0);
    if (random.nextInt(3) == 0) {
      time = time.withSecond(random.nextInt(60));
    }
    RecurrenceOptions options = RecurrenceOptions.DEFAULTS;
    if (random.nextInt(3) == 0) {
      options =
          options
              .withGaps(pick(random, GapPolicy.values()))
              .withWeekOwner(pick(random, WeekOwner.values()))
              .withYearlyByMonthDay(pick(random, YearlyByMonthDay.values()))
              .withYearlyByWeekNumber(pick(random, YearlyByWeekNumber.values()));
    }
    if (random.nextBoolean()) {
      options = options.withOffPatternStart(RecurrenceOptions.OffPatternStart.IGNORED);
    }
    return new RuleCase(
        parts,
        allDay ? date.atStartOfDay() : date.atTime(time),
        allDay,
        allDay ? "floating" : ZONES.get(random.nextInt(ZONES.size())),
        options);
  }

  private static <T> T pick(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }

  private static int signed(Random random, int most) {
    int value = 1 + random.nextInt(most);
    return random.nextInt(3) == 0 ? -value : value;
  }

  private static String list(Random random, int most, IntSupplier value) {
    return Stream.generate(value::getAsInt)
        .limit(1 + random.nextInt(most))
        .distinct()
        .map(String::valueOf)
        .collect(Collectors.joining(","));
  }

  String text() {
    return parts.entrySet().stream()
        .map(part -> part.getKey() + "=" + part.getValue())
        .collect(Collectors.joining(";"));
  }

  RecurrenceRule rule() {
    return RecurrenceRule.parse(text());
  }

  RecurrenceSet set(RecurrenceRule rule) {
    return builder().rule(rule).options(options).build();
  }

  RecurrenceSet.Builder builder() {
    if (allDay) {
      return RecurrenceSet.startingOn(start.toLocalDate());
    }
    return zone.equals("floating")
        ? RecurrenceSet.startingAt(start)
        : RecurrenceSet.startingAt(start, ZoneId.of(zone));
  }

  /** The zone that decides gaps and instants; UTC, which has no gaps, for floating times. */
  ZoneId zoneId() {
    return ZoneId.of(zone.equals("floating") ? "UTC" : zone);
  }

  /**
   * The smallest case found, by leaving out parts and list entries, for which the test still fails.
   */
  RuleCase shrunken(Predicate<RuleCase> fails) {
    for (RuleCase smaller : smaller().toList()) {
      if (smaller.isLegal() && fails.test(smaller)) {
        return smaller.shrunken(fails);
      }
    }
    return this;
  }

  private boolean isLegal() {
    try {
      rule();
      return true;
    } catch (InvalidRecurrenceException e) {
      return false;
    }
  }

  private Stream<RuleCase> smaller() {
    Stream<RuleCase> without =
        parts.keySet().stream().filter(part -> !part.equals("FREQ")).map(part -> with(part, null));
    Stream<RuleCase> shorter =
        parts.entrySet().stream()
            .filter(part -> part.getValue().contains(","))
            .flatMap(
                part -> {
                  List<String> items = List.of(part.getValue().split(",", -1));
                  return items.stream()
                      .map(
                          item ->
                              with(
                                  part.getKey(),
                                  items.stream()
                                      .filter(other -> !other.equals(item))
                                      .collect(Collectors.joining(","))));
                });
    Stream<RuleCase> plainer =
        Stream.of(
                new RuleCase(parts, start, allDay, "floating", options),
                new RuleCase(parts, start, allDay, zone, RecurrenceOptions.DEFAULTS))
            .filter(other -> !other.equals(this));
    return Stream.of(without, shorter, plainer).flatMap(stream -> stream);
  }

  private RuleCase with(String part, String value) {
    Map<String, String> changed = new LinkedHashMap<>(parts);
    if (value == null || value.isEmpty()) {
      changed.remove(part);
    } else {
      changed.put(part, value);
    }
    return new RuleCase(changed, start, allDay, zone, options);
  }

  @Override
  public String toString() {
    return start + " " + (allDay ? "all-day" : zone) + " " + text() + " " + options;
  }
}
