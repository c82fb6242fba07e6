package dev.scheduling.conflict;

import dev.scheduling.TimeRange;
import dev.scheduling.conflict.BruteForceClash.Drawn;
import dev.scheduling.recurrence.RecurrenceRule;
import dev.scheduling.recurrence.RecurrenceSet;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Draws series of every kind. */
final class SeriesDice {

  private static final String[] ZONES = {
    "UTC",
    "America/New_York",
    "America/New_York",
    "Europe/London",
    "Europe/Berlin",
    "Asia/Seoul",
    "Australia/Lord_Howe",
    "America/Phoenix",
    "America/Nuuk",
    "Africa/Cairo",
    "America/St_Johns",
    "Pacific/Apia",
    "Africa/Casablanca"
  };
  private static final String[] WEEKDAYS = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};

  /** Not java.util.Random, of which neighbouring seeds begin alike. */
  private final SplittableRandom random;

  private boolean many;

  SeriesDice(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Series with very many occurrences are written down for fewer years. */
  Duration fromStart(Duration usual) {
    return many ? usual.dividedBy(20) : usual;
  }

  Drawn next() {
    return draw(true);
  }

  Drawn endless() {
    return draw(false);
  }

  private Drawn draw(boolean mayEnd) {
    boolean allDay = random.nextInt(8) == 0;
    ZoneId zone = ZoneId.of(ZONES[random.nextInt(ZONES.length)]);
    LocalDateTime start =
        LocalDateTime.of(2024, 1, 1, 0, 0)
            .plusDays(random.nextInt(700))
            .plusMinutes(
                random.nextInt(96) * 15L + (random.nextInt(4) == 0 ? random.nextInt(15) : 0));
    RecurrenceSet.Builder set =
        allDay
            ? RecurrenceSet.startingOn(start.toLocalDate())
            : random.nextInt(8) == 0
                ? RecurrenceSet.startingAt(start)
                : RecurrenceSet.startingAt(start, zone);
    boolean once = mayEnd && random.nextInt(20) == 0;
    String rule = rule(start.toLocalDate(), allDay);
    if (!once) {
      String end = "";
      if (mayEnd && random.nextInt(5) == 0) {
        end =
            random.nextBoolean()
                ? ";COUNT=" + (1 + random.nextInt(200))
                : ";UNTIL="
                    + (2025 + random.nextInt(30))
                    + "0"
                    + (1 + random.nextInt(9))
                    + "11T120000Z";
      }
      set.rule(RecurrenceRule.parse(rule + end));
    }
    if (random.nextInt(5) == 0) {
      LocalDateTime extra = start.plusDays(random.nextInt(500)).plusHours(random.nextInt(24));
      if (allDay) {
        set.including(extra.toLocalDate());
      } else {
        set.including(extra);
      }
    }
    List<LocalDateTime> first = firstLocals(set.build());
    if (random.nextInt(4) == 0 && !first.isEmpty()) {
      LocalDateTime excluded = first.get(random.nextInt(first.size()));
      if (allDay) {
        set.excluding(excluded.toLocalDate());
      } else {
        set.excluding(excluded);
      }
    }
    RecurrenceSet starts = set.build().placedIn(zone);
    TemporalAmount length = length(allDay);
    Map<Instant, TimeRange> moved = new HashMap<>();
    Set<Instant> cancelled = new HashSet<>();
    if (random.nextInt(4) == 0) {
      override(starts, moved, cancelled);
    }
    return new Drawn(starts, starts.zone().orElseThrow(), length, moved, cancelled);
  }

  private void override(
      RecurrenceSet starts, Map<Instant, TimeRange> moved, Set<Instant> cancelled) {
    List<Instant> ids = new ArrayList<>();
    var cursor = starts.cursor();
    while (ids.size() < 20 && cursor.next()) {
      ids.add(cursor.instant());
    }
    for (Instant id : ids) {
      int dice = random.nextInt(8);
      if (dice == 0) {
        cancelled.add(id);
      } else if (dice == 1) {
        Instant to = id.plus(Duration.ofMinutes(15L * (random.nextInt(400) - 200)));
        moved.put(id, TimeRange.of(to, Duration.ofMinutes(15L * (1 + random.nextInt(8)))));
      }
    }
  }

  private static List<LocalDateTime> firstLocals(RecurrenceSet set) {
    List<LocalDateTime> locals = new ArrayList<>();
    var cursor = set.cursor();
    while (locals.size() < 20 && cursor.next()) {
      locals.add(cursor.local());
    }
    return locals;
  }

  private TemporalAmount length(boolean allDay) {
    if (allDay) {
      return Period.ofDays(1 + random.nextInt(3));
    }
    return switch (random.nextInt(12)) {
      case 0 -> Period.ofDays(1);
      case 1 -> Duration.ofHours(1 + random.nextInt(60));
      case 2 -> Duration.ofSeconds(1 + random.nextInt(900));
      default -> Duration.ofMinutes(15L * (1 + random.nextInt(6)));
    };
  }

  private String rule(LocalDate start, boolean allDay) {
    String interval = random.nextBoolean() ? "" : ";INTERVAL=" + interval();
    String weekday = WEEKDAYS[start.getDayOfWeek().ordinal()];
    switch (random.nextInt(allDay ? 9 : 12)) {
      case 0:
        return "FREQ=DAILY" + interval + times(allDay);
      case 1:
        return "FREQ=DAILY" + interval + ";BYMONTH=" + (1 + random.nextInt(12)) + times(allDay);
      case 2, 3:
        return "FREQ=WEEKLY"
            + interval
            + ";BYDAY="
            + weekdays(weekday)
            + times(allDay)
            + (random.nextInt(4) == 0 ? ";WKST=SU" : "");
      case 4:
        return "FREQ=MONTHLY" + interval + ";BYDAY=" + ordinal() + WEEKDAYS[random.nextInt(7)];
      case 5:
        return "FREQ=MONTHLY"
            + interval
            + ";BYMONTHDAY="
            + (random.nextInt(6) == 0 ? -1 : 1 + random.nextInt(31));
      case 6:
        return "FREQ=MONTHLY"
            + interval
            + ";BYDAY=MO,TU,WE,TH,FR;BYSETPOS="
            + (random.nextBoolean() ? 1 : -1)
            + times(allDay);
      case 7:
        return "FREQ=YEARLY"
            + interval
            + ";BYMONTH="
            + (1 + random.nextInt(12))
            + ";BYDAY="
            + ordinal()
            + WEEKDAYS[random.nextInt(7)];
      case 8:
        return random.nextBoolean()
            ? "FREQ=YEARLY" + interval
            : "FREQ=YEARLY"
                + interval
                + ";BYWEEKNO="
                + (1 + random.nextInt(53))
                + ";BYDAY="
                + weekday;
      case 9:
        many = true;
        return "FREQ=HOURLY;INTERVAL=" + (1 + random.nextInt(60));
      case 10:
        many = true;
        return "FREQ=MINUTELY;INTERVAL="
            + (random.nextBoolean() ? 15 * (1 + random.nextInt(20)) : 30 + random.nextInt(900));
      default:
        many = true;
        return "FREQ=HOURLY;INTERVAL="
            + (1 + random.nextInt(9))
            + ";BYDAY="
            + weekdays(weekday)
            + (random.nextBoolean() ? ";BYHOUR=9,10,11,12,13,14,15,16" : "");
    }
  }

  private int interval() {
    return switch (random.nextInt(4)) {
      case 0 -> 2;
      case 1 -> 1 + random.nextInt(5);
      case 2 -> 1 + random.nextInt(60);
      default -> 97 + random.nextInt(60);
    };
  }

  private String times(boolean allDay) {
    if (allDay || random.nextInt(3) > 0) {
      return "";
    }
    return ";BYHOUR="
        + random.nextInt(8)
        + ","
        + (8 + random.nextInt(8))
        + ","
        + (16 + random.nextInt(8));
  }

  private String weekdays(String first) {
    StringBuilder list = new StringBuilder(first);
    for (String weekday : WEEKDAYS) {
      if (random.nextInt(4) == 0) {
        list.append(',').append(weekday);
      }
    }
    return list.toString();
  }

  private int ordinal() {
    int ordinal = random.nextInt(6);
    return ordinal == 0 ? -1 : Math.min(ordinal, 5);
  }
}
