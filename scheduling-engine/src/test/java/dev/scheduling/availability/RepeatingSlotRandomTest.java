package dev.scheduling.availability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.CalendarId;
import dev.scheduling.TimeRange;
import dev.scheduling.availability.SlotDice.Person;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.Occurrence;
import dev.scheduling.conflict.CalendarView;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random meetings of each week against writing down one week after the other. */
final class RepeatingSlotRandomTest {

  private static final int REQUESTS = Integer.getInteger("slots.requests", 200) / 3;
  private static final long SEED = 20_261_122L;

  /** For ever begins with these weeks: what is refused is refused in them, or nearly always. */
  private static final int FIRST_WEEKS = 160;

  private static final int MANY_WEEKS = 2_100;

  @Test
  void theFirstTimeThatStaysFreeIsTheOneFoundByWritingDownTheWeeks() {
    long seed = Long.getLong("seed", SEED);
    TreeMap<String, Integer> answers = new TreeMap<>();
    for (int i = 0; i < Math.max(1, REQUESTS); i++) {
      SlotDice dice = new SlotDice(seed + i);
      String where = "-Dseed=" + (seed + i) + " -Dslots.requests=1 " + dice.place;
      List<Person> people = new ArrayList<>();
      int count = 1 + dice.upTo(2);
      for (int j = 0; j < count; j++) {
        people.add(dice.person(j));
      }
      int occurrences = dice.oneIn(2) ? 0 : 1 + dice.upTo(30);
      SlotRequest request = request(dice, people);
      Map<CalendarId, CalendarView> views = new HashMap<>();
      people.forEach(person -> views.put(person.id(), person.view()));
      Instant now = request.window().start().minusSeconds(60);
      Optional<RepeatingSlot> answer = RepeatingSlotSearch.first(request, occurrences, views, now);
      answers.merge(check(answer, request, occurrences, people, where), 1, Integer::sum);
    }
    System.out.println("RepeatingSlotRandomTest -Dseed=" + seed + " " + answers);
    assertTrue(REQUESTS < 50 || answers.size() >= 3, answers::toString);
  }

  private static SlotRequest request(SlotDice dice, List<Person> people) {
    List<Attendee> all =
        people.stream().map(person -> Attendee.of(person.id()).with(hours(dice, person))).toList();
    int required = 1 + dice.upTo(all.size() - 1);
    return SlotRequest.in(
            TimeRange.of(dice.near(20), Duration.ofHours(30)),
            Duration.ofMinutes(dice.oneOf(List.of(30, 60, 180))))
        .required(all.subList(0, required))
        .anyOf(all.subList(required, all.size()))
        .grid(new SlotGrid(Duration.ofMinutes(60), dice.zone()))
        .buffers(
            Duration.ofMinutes(dice.oneOf(List.of(0, 15, 90))),
            Duration.ofMinutes(dice.oneOf(List.of(0, 30))))
        .build();
  }

  private static WorkingHours hours(SlotDice dice, Person person) {
    return dice.oneIn(2) ? WorkingHours.always() : person.attendee().hours();
  }

  private static String check(
      Optional<RepeatingSlot> answer,
      SlotRequest request,
      int occurrences,
      List<Person> people,
      String where) {
    Map<CalendarId, Person> byId = new HashMap<>();
    people.forEach(person -> byId.put(person.id(), person));
    ZoneId zone = request.grid().zone();
    for (long second : request.grid().times(request.firstSecond(), request.afterLastStart())) {
      Instant start = Instant.ofEpochSecond(second);
      LocalDateTime local = LocalDateTime.ofInstant(start, zone);
      if (!local.atZone(zone).toInstant().equals(start)) {
        continue;
      }
      int weeks = occurrences == 0 ? FIRST_WEEKS : occurrences;
      boolean answered = answer.isPresent() && answer.get().first().start().equals(start);
      CalendarId room = room(request, local, weeks, byId);
      boolean free =
          request.required().stream().allMatch(each -> staysFree(each, request, local, weeks, byId))
              && (request.rooms().isEmpty() || room != null);
      String at = where + " " + occurrences + " from " + local + " answer " + answer;
      if (!answered && free && occurrences == 0) {
        // Refused for a reason that lies further ahead.
        CalendarId later = room(request, local, MANY_WEEKS, byId);
        free =
            request.required().stream()
                    .allMatch(each -> staysFree(each, request, local, MANY_WEEKS, byId))
                && (request.rooms().isEmpty() || later != null);
      }
      if (answered && answer.get().noneBefore().isPresent()) {
        return "not proved";
      }
      assertEquals(answered, free, at);
      if (answered) {
        if (occurrences != 0) {
          assertEquals(room, answer.get().roomOrNull(), at);
        }
        return occurrences == 0 ? "for ever" : "for some weeks";
      }
    }
    assertTrue(answer.isEmpty(), where + " " + answer);
    return "none";
  }

  private static CalendarId room(
      SlotRequest request, LocalDateTime local, int weeks, Map<CalendarId, Person> people) {
    return request.rooms().stream()
        .filter(each -> staysFree(each, request, local, weeks, people))
        .map(Attendee::calendar)
        .findFirst()
        .orElse(null);
  }

  private static boolean staysFree(
      Attendee attendee,
      SlotRequest request,
      LocalDateTime local,
      int weeks,
      Map<CalendarId, Person> people) {
    Person person = people.get(attendee.calendar());
    ZoneId zone = request.grid().zone();
    Duration whole = request.duration().plus(request.bufferBefore()).plus(request.bufferAfter());
    for (int week = 0; week < weeks; week++) {
      Instant start = local.plusWeeks(week).atZone(zone).toInstant();
      TimeRange meeting = TimeRange.of(start, request.duration());
      Instant early = local.minus(request.bufferBefore()).plusWeeks(week).atZone(zone).toInstant();
      boolean open = attendee.hours().isAlways() || isOpen(person.hours(), meeting);
      if (!open || isBusy(person, TimeRange.of(early, whole))) {
        return false;
      }
      // The first meeting is a slot like any other, whose buffers are exact.
      TimeRange exact =
          TimeRange.of(
              start.minus(request.bufferBefore()), meeting.end().plus(request.bufferAfter()));
      if (week == 0 && isBusy(person, exact)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOpen(HoursRow hours, TimeRange meeting) {
    for (Instant minute = meeting.start();
        minute.isBefore(meeting.end());
        minute = minute.plusSeconds(60 * 15)) {
      if (!hours.isOpen(minute)) {
        return false;
      }
    }
    return hours.isOpen(meeting.end().minusSeconds(1));
  }

  private static boolean isBusy(Person person, TimeRange range) {
    for (Event event : person.events()) {
      Iterator<Occurrence> occurrences = event.occurrences(person.zone()).in(range);
      while (occurrences.hasNext()) {
        Occurrence occurrence = occurrences.next();
        if (occurrence.isBusy() && occurrence.range().overlaps(range)) {
          return true;
        }
      }
    }
    return false;
  }
}
