package dev.scheduling.reminder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.OwnerId;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventLength;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.Trigger;
import dev.scheduling.calendar.Trigger.RelativeTo;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A nominal day and 24 hours, at every transition of every zone that the corpora name, from 2020 to
 * 2029 (RFC 5545, section 3.3.6).
 */
class ZoneTransitionReminderTest {

  private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2030-01-01T00:00:00Z");
  private static final Pattern ZONE = Pattern.compile("\"([A-Z][A-Za-z_]+/[A-Za-z_/]+)\"");
  private static final List<String> CORPORA =
      List.of(
          "consensus-shared", "dst-policy", "readings", "referee", "rfc5545", "series-conflicts");

  @Test
  void nominalDayKeepsTheLocalTimeAndTwentyFourHoursTheElapsedTime() throws IOException {
    int transitions = 0;
    int differing = 0;
    for (ZoneId zone : zones()) {
      for (ZoneOffsetTransition transition : transitions(zone)) {
        transitions++;
        for (int hours = -30; hours <= 30; hours += 3) {
          LocalDateTime local = transition.getDateTimeBefore().plusHours(hours);
          differing += check(zone, local) ? 1 : 0;
        }
      }
    }
    assertTrue(transitions > 100, "transitions: " + transitions);
    assertTrue(differing > transitions, "differing: " + differing);
  }

  /** Section 3.3.5: a midnight that does not exist is read with the offset before the gap. */
  @Test
  void dayBeforeAnAllDayEventBeginsWithThatDayAlsoWhereClocksChangeAtMidnight() throws IOException {
    Calendar calendar = Calendar.of(OwnerId.of("o"), "c", ZoneOffset.UTC);
    int gapsAtMidnight = 0;
    for (ZoneId zone : zones()) {
      for (ZoneOffsetTransition transition : transitions(zone)) {
        for (int days = -2; days <= 2; days++) {
          LocalDate date = transition.getDateTimeAfter().toLocalDate().plusDays(days);
          EventTime start = new EventTime.AllDay(date);
          Event event =
              Event.builder(calendar, "Day").starts(start).lasts(EventLength.parse("P1D")).build();
          Instant midnight = instantOf(date.atStartOfDay(), zone);
          Instant before = instantOf(date.minusDays(1).atStartOfDay(), zone);
          assertEquals(before, due(event, "-P1D", zone), () -> zone + " " + date);
          assertEquals(
              midnight.minus(Duration.ofHours(24)),
              due(event, "-PT24H", zone),
              () -> zone + " " + date);
          ZoneOffsetTransition there = zone.getRules().getTransition(date.atStartOfDay());
          gapsAtMidnight += there != null && there.isGap() ? 1 : 0;
        }
      }
    }
    assertTrue(gapsAtMidnight > 0, "midnights in a gap: " + gapsAtMidnight);
  }

  /** Returns whether the two differ. */
  private static boolean check(ZoneId zone, LocalDateTime local) {
    Calendar calendar = Calendar.of(OwnerId.of("o"), "c", ZoneOffset.UTC);
    EventTime start = new EventTime.Zoned(local, zone);
    Event event =
        Event.builder(calendar, "Meeting").starts(start).lasts(Duration.ofHours(1)).build();
    Instant instant = instantOf(local, zone);

    Instant exact = due(event, "-PT24H");
    assertEquals(instant.minus(Duration.ofHours(24)), exact, () -> zone + " " + local);
    // A start in a gap is the time that clocks show then, and days are counted from that.
    LocalDateTime shown = LocalDateTime.ofInstant(instant, zone);
    Instant nominal = due(event, "-P1D");
    assertEquals(instantOf(shown.minusDays(1), zone), nominal, () -> zone + " " + local);
    Instant after = due(event, "P1D");
    assertEquals(instantOf(shown.plusDays(1), zone), after, () -> zone + " " + local);
    return !exact.equals(nominal);
  }

  private static Instant due(Event event, String offset) {
    return due(event, offset, ZoneOffset.UTC);
  }

  private static Instant due(Event event, String offset, ZoneId placement) {
    Trigger trigger = Trigger.Offset.parse(offset, RelativeTo.START);
    return new ReminderTimes(event, trigger, placement).after(Instant.EPOCH).orElseThrow().due();
  }

  /** By hand: a time in a gap takes the offset before it, and one that comes twice the first. */
  private static Instant instantOf(LocalDateTime local, ZoneId zone) {
    ZoneOffsetTransition transition = zone.getRules().getTransition(local);
    ZoneOffset offset =
        transition == null ? zone.getRules().getOffset(local) : transition.getOffsetBefore();
    return local.toInstant(offset);
  }

  private static List<ZoneOffsetTransition> transitions(ZoneId zone) {
    List<ZoneOffsetTransition> found = new ArrayList<>();
    ZoneOffsetTransition next = zone.getRules().nextTransition(FROM);
    while (next != null && next.getInstant().isBefore(TO)) {
      found.add(next);
      next = zone.getRules().nextTransition(next.getInstant());
    }
    return found;
  }

  private static Set<ZoneId> zones() throws IOException {
    Set<String> names = new TreeSet<>();
    for (String corpus : CORPORA) {
      try (InputStream file =
              ZoneTransitionReminderTest.class.getResourceAsStream("/corpus/" + corpus + ".jsonl");
          BufferedReader lines =
              new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
        lines
            .lines()
            .map(ZONE::matcher)
            .forEach(
                matcher -> {
                  while (matcher.find()) {
                    names.add(matcher.group(1));
                  }
                });
      }
    }
    Set<ZoneId> zones = new TreeSet<>((a, b) -> a.getId().compareTo(b.getId()));
    for (String name : names) {
      try {
        zones.add(ZoneId.of(name));
      } catch (DateTimeException e) {
        // Some other word with a slash, such as a media type.
        assertTrue(!name.startsWith("Europe/"), name);
      }
    }
    assertTrue(zones.size() > 10, "zones: " + zones);
    return zones;
  }
}
