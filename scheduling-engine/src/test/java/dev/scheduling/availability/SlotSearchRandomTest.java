package dev.scheduling.availability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.CalendarId;
import dev.scheduling.TimeRange;
import dev.scheduling.availability.Blocker.Reason;
import dev.scheduling.availability.MinuteOracle.Ranked;
import dev.scheduling.availability.SlotDice.Person;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Random requests against looking at every minute. */
final class SlotSearchRandomTest {

  private static final int REQUESTS = Integer.getInteger("slots.requests", 200);
  private static final long SEED = 20_261_122L;

  @Test
  void slotsRanksAndBlockersAreThoseFoundByLookingAtEveryMinute() {
    long seed = Long.getLong("seed", SEED);
    System.out.println("SlotSearchRandomTest -Dseed=" + seed + " " + REQUESTS + " requests");
    Map<Reason, Integer> reasons = new EnumMap<>(Reason.class);
    TreeMap<String, Integer> seen = new TreeMap<>();
    for (int i = 0; i < REQUESTS; i++) {
      SlotDice dice = new SlotDice(seed + i);
      String where = "-Dseed=" + (seed + i) + " -Dslots.requests=1 " + dice.place;
      TimeRange window = dice.window();
      List<Person> people = new ArrayList<>();
      int count = 1 + dice.upTo(4);
      for (int j = 0; j < count; j++) {
        people.add(dice.person(j));
      }
      SlotRequest request = request(dice, window, people);
      Instant now = window.start().minus(Duration.ofMinutes(dice.upTo(60 * 24)));
      Map<CalendarId, FreeBusy> busy =
          people.stream()
              .collect(
                  Collectors.toMap(Person::id, p -> FreeBusy.of(p.view(), request.busyWindow())));
      SlotSearch search = SlotSearch.of(request, busy, now);
      MinuteOracle oracle = new MinuteOracle(request, people, now);
      checkRanks(search, oracle, request, where, seen);
      checkEachMinute(search, oracle, request, where, reasons);
      people.forEach(person -> checkFreeBusy(person, oracle, window, where));
    }
    System.out.println("SlotSearchRandomTest " + seen + ", blocked by " + reasons);
    assertTrue(
        REQUESTS < 100 || reasons.size() == Reason.values().length,
        "every reason should occur: " + reasons);
    assertTrue(REQUESTS < 100 || seen.getOrDefault("with slots", 0) > REQUESTS / 4, seen::toString);
  }

  private static SlotRequest request(SlotDice dice, TimeRange window, List<Person> people) {
    TimeRange long4 =
        window.duration().compareTo(Duration.ofHours(5)) > 0
            ? window
            : TimeRange.of(window.start(), Duration.ofHours(5));
    return dice.request(long4, people);
  }

  private static void checkRanks(
      SlotSearch search,
      MinuteOracle oracle,
      SlotRequest request,
      String where,
      Map<String, Integer> seen) {
    List<Ranked> expected = oracle.ranked();
    assertEquals(expected.size(), search.freeCount(), where);
    List<Slot> best = search.best();
    List<Ranked> found =
        best.stream()
            .map(slot -> new Ranked(slot.range().start(), slot.score(), slot.roomOrNull()))
            .toList();
    assertEquals(expected.subList(0, Math.min(request.limit(), expected.size())), found, where);
    for (Slot slot : best) {
      assertEquals(request.duration(), slot.range().duration(), where);
      List<CalendarId> absent = slot.absent().stream().map(Blocker::calendar).toList();
      assertEquals(absentees(oracle, request, slot.range().start()), absent, where);
    }
    seen.merge(expected.isEmpty() ? "without slots" : "with slots", 1, Integer::sum);
  }

  private static List<CalendarId> absentees(
      MinuteOracle oracle, SlotRequest request, Instant start) {
    List<Attendee> people = new ArrayList<>(request.required());
    people.addAll(request.optional());
    return people.stream()
        .filter(each -> oracle.reason(each, start) != null)
        .map(Attendee::calendar)
        .toList();
  }

  private static void checkEachMinute(
      SlotSearch search,
      MinuteOracle oracle,
      SlotRequest request,
      String where,
      Map<Reason, Integer> reasons) {
    Instant last = request.window().end().minus(request.duration());
    for (Instant start = request.window().start();
        !start.isAfter(last);
        start = start.plus(Duration.ofMinutes(1))) {
      SlotCheck check = search.check(start);
      Map<CalendarId, Reason> blockers = new TreeMap<>();
      check.blockers().forEach(blocker -> blockers.put(blocker.calendar(), blocker.reason()));
      Map<CalendarId, Reason> expected = new TreeMap<>();
      for (Attendee each : request.attendees().values()) {
        Reason reason = oracle.reason(each, start);
        if (reason != null) {
          expected.put(each.calendar(), reason);
          reasons.merge(reason, 1, Integer::sum);
        }
      }
      String at = where + " at " + start;
      assertEquals(expected, blockers, at);
      assertEquals(oracle.isTooSoon(start), check.isTooSoon(), at);
      assertEquals(oracle.isFree(start) && !oracle.isTooSoon(start), check.isFree(), at);
      for (Blocker blocker : check.blockers()) {
        boolean named =
            blocker.reason() == Reason.BUSY
                || blocker.reason() == Reason.TENTATIVE
                || blocker.reason() == Reason.BUFFER;
        assertEquals(named, blocker.range().isPresent(), at);
      }
    }
  }

  private static void checkFreeBusy(
      Person person, MinuteOracle oracle, TimeRange window, String where) {
    FreeBusy plain = FreeBusy.of(person.view(), window);
    FreeBusy within = plain.within(person.attendee().hours());
    for (Instant minute = window.start();
        minute.isBefore(window.end());
        minute = minute.plus(Duration.ofMinutes(1))) {
      String at = where + " " + person.id() + " at " + minute;
      assertEquals(oracle.kind(person.id(), minute, false), kindAt(plain, minute), at);
      assertEquals(oracle.kind(person.id(), minute, true), kindAt(within, minute), at);
    }
    Instant before = window.start();
    FreeBusy.Kind kindBefore = null;
    for (FreeBusy.Busy busy : within.ranges()) {
      boolean touches = busy.range().start().equals(before) && busy.kind() == kindBefore;
      assertTrue(!busy.range().start().isBefore(before) && !touches, where);
      before = busy.range().end();
      kindBefore = busy.kind();
    }
    assertTrue(!before.isAfter(window.end()), where);
  }

  private static FreeBusy.Kind kindAt(FreeBusy busy, Instant minute) {
    return busy.ranges().stream()
        .filter(each -> each.range().contains(minute))
        .map(FreeBusy.Busy::kind)
        .findFirst()
        .orElse(null);
  }
}
