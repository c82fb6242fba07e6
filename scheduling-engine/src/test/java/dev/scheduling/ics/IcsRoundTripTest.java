package dev.scheduling.ics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventLength;
import dev.scheduling.calendar.EventStamp;
import dev.scheduling.calendar.EventStatus;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.OccurrenceOverride;
import dev.scheduling.calendar.RecurrenceId;
import dev.scheduling.calendar.Reminder;
import dev.scheduling.calendar.Transparency;
import dev.scheduling.calendar.Trigger;
import dev.scheduling.recurrence.OccurrenceCursor;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written of any event reads back as it was; the seed is the test's name. */
class IcsRoundTripTest {

  private static final int EVENTS = 250;

  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("Europe/Berlin"),
          ZoneId.of("America/New_York"),
          ZoneId.of("Asia/Seoul"),
          ZoneId.of("Australia/Lord_Howe"),
          ZoneId.of("America/Nuuk"),
          ZoneId.of("Pacific/Apia"),
          ZoneId.of("Africa/Casablanca"),
          ZoneId.of("UTC"),
          ZoneOffset.UTC,
          ZoneOffset.ofHours(-3),
          ZoneOffset.ofHoursMinutes(5, 45));

  private static final List<String> RULES =
      List.of(
          "FREQ=DAILY",
          "FREQ=DAILY;INTERVAL=3;COUNT=20",
          "FREQ=WEEKLY;BYDAY=MO,WE,FR",
          "FREQ=WEEKLY;WKST=SU;INTERVAL=2;BYDAY=SU,TU",
          "FREQ=MONTHLY;BYMONTHDAY=-1",
          "FREQ=MONTHLY;BYDAY=2TU,-1FR",
          "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
          "FREQ=YEARLY",
          "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
          "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
          "FREQ=DAILY;UNTIL=20270101",
          "FREQ=WEEKLY;UNTIL=20261231T120000Z");

  private static final String ALPHABET = "ab \\,;:\"\nnNäß漢😀\t^'=<>";

  private Random random = new Random();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13})
  void whatIsWrittenReadsBackAsItWas(long seed) {
    random = new Random(seed);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      events.add(event(i));
    }
    String text = IcsWriter.standard().toText(Samples.BERLIN, events);
    IcsContent content = Samples.read(text);
    assertEquals(List.of(), content.skipped());
    assertEquals(EVENTS, content.events().size());
    for (int i = 0; i < EVENTS; i++) {
      SameEvent.check(events.get(i), content.events().get(i));
    }
  }

  private Event event(int number) {
    EventTime start = start();
    Event.Builder event =
        Event.builder(Samples.BERLIN, words())
            .icalUid("event-" + number + "@" + words().strip())
            .description(words())
            .location(words())
            .starts(start)
            .transparency(any(List.of(Transparency.values())))
            .status(any(List.of(EventStatus.values())))
            .tags(tags())
            .reminders(reminders())
            .stamp(stamp());
    end(event, start);
    if (random.nextInt(3) > 0) {
      recurrence(event, start);
      Event series = event.build();
      event.overrides(overrides(series));
    }
    return event.build();
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private String words() {
    StringBuilder text = new StringBuilder(random.nextBoolean() ? " " : "w");
    int[] characters = ALPHABET.codePoints().toArray();
    for (int i = random.nextInt(60); i > 0; i--) {
      text.appendCodePoint(characters[random.nextInt(characters.length)]);
    }
    return text.append(random.nextBoolean() ? '\t' : '.').toString();
  }

  private EventTime start() {
    LocalDateTime local =
        LocalDateTime.of(1990, 1, 1, 0, 0).plusSeconds((long) (random.nextDouble() * 1.6e9));
    return switch (random.nextInt(5)) {
      case 0 -> EventTime.of(local.toLocalDate());
      case 1 -> EventTime.of(local);
      default -> new EventTime.Zoned(local, any(ZONES));
    };
  }

  private void end(Event.Builder event, EventTime start) {
    if (start.isAllDay()) {
      int days = 1 + random.nextInt(10);
      switch (random.nextInt(3)) {
        case 0 -> event.ends(start.withLocal(start.local().plusDays(days)));
        case 1 -> event.lasts(EventLength.ofDays(days));
        default -> event.transparency(Transparency.TRANSPARENT);
      }
      return;
    }
    switch (random.nextInt(4)) {
      case 0 -> event.lasts(Duration.ofSeconds(random.nextInt(200_000)));
      case 1 ->
          event.lasts(
              new EventLength(random.nextInt(5), Duration.ofSeconds(random.nextInt(9_000))));
      case 2 -> event.ends(end(start));
      default -> event.transparency(Transparency.OPAQUE);
    }
  }

  private EventTime end(EventTime start) {
    LocalDateTime later = start.local().plusDays(2).plusSeconds(random.nextInt(100_000));
    return start instanceof EventTime.Zoned && random.nextBoolean()
        ? new EventTime.Zoned(later, any(ZONES))
        : start.withLocal(later);
  }

  private List<String> tags() {
    List<String> tags = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      tags.add(i + words().strip());
    }
    return tags;
  }

  private List<Reminder> reminders() {
    List<Reminder> reminders = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      Trigger trigger =
          random.nextInt(4) == 0
              ? new Trigger.At(instant())
              : new Trigger.Offset(
                  random.nextBoolean(),
                  new EventLength(random.nextInt(3), Duration.ofSeconds(1 + random.nextInt(9_000))),
                  any(List.of(Trigger.RelativeTo.values())));
      reminders.add(
          new Reminder(trigger, random.nextBoolean() ? List.of() : List.of("email", "a,b")));
    }
    return reminders;
  }

  private Instant instant() {
    return Instant.ofEpochSecond(1 + random.nextInt(2_000_000_000));
  }

  private EventStamp stamp() {
    return random.nextInt(5) == 0
        ? EventStamp.NEW
        : new EventStamp(4, random.nextInt(9), instant(), instant().plusMillis(345));
  }

  private void recurrence(Event.Builder event, EventTime start) {
    event.recurrenceLine("RRULE:" + any(RULES));
    LocalDate near = start.local().toLocalDate().plusDays(random.nextInt(40));
    switch (random.nextInt(5)) {
      case 0 -> event.excluding(near);
      case 1 ->
          event.recurrenceLine(
              "EXDATE:" + IcsTime.format(near.atTime(start.local().toLocalTime())) + "Z");
      case 2 -> event.recurrenceLine("RDATE;VALUE=DATE:" + IcsTime.format(near));
      case 3 ->
          event.recurrenceLine(
              start.isAllDay() || start instanceof EventTime.Floating
                  ? "RDATE:" + IcsTime.format(near.atTime(11, 11))
                  : "RDATE;VALUE=PERIOD:" + IcsTime.format(near.atTime(11, 11)) + "Z/PT1H45S");
      default -> event.location("nothing special");
    }
  }

  private List<OccurrenceOverride> overrides(Event series) {
    List<OccurrenceOverride> overrides = new ArrayList<>();
    OccurrenceCursor cursor = series.recurrence().cursor();
    for (int i = random.nextInt(4); i > 0 && cursor.next(); i--) {
      EventTime original = series.start().withLocal(cursor.local());
      if (random.nextBoolean() || !RecurrenceReader.makes(series.recurrence(), original)) {
        continue;
      }
      EventTime moved =
          original.withLocal(original.local().plusDays(random.nextInt(5)).plusMinutes(7));
      EventLength length =
          moved.isAllDay()
              ? EventLength.ofDays(1 + random.nextInt(3))
              : new EventLength(random.nextInt(2), Duration.ofMinutes(random.nextInt(300)));
      overrides.add(
          new OccurrenceOverride(
              RecurrenceId.of(original),
              random.nextInt(4) == 0
                  ? OccurrenceOverride.Range.THIS_AND_FUTURE
                  : OccurrenceOverride.Range.THIS,
              moved,
              length,
              random.nextBoolean() ? null : "changed " + words(),
              random.nextBoolean() ? null : "",
              null,
              series.transparency() == Transparency.OPAQUE ? Transparency.TRANSPARENT : null,
              series.status() == EventStatus.TENTATIVE
                  ? EventStatus.CONFIRMED
                  : EventStatus.TENTATIVE,
              series.tags().isEmpty() ? null : List.of()));
    }
    return overrides;
  }
}
