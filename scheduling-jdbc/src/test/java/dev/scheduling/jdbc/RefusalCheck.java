package dev.scheduling.jdbc;

import dev.scheduling.jdbc.RaceLine.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges refusals by what all racers wrote down. A refusal is true if each event that it names was
 * in the calendar that it names, busy at the time that it names, at some moment between the
 * question and the answer, and if that time and the requested one overlap.
 */
final class RefusalCheck {

  /*
   * An event is only ever changed by the writer who booked it, one act after the other. So a version
   * of it may have been in the calendar from just before the act that made it until just after the
   * next act that succeeded. An act without an outcome, cut off by a kill, may have made its version
   * and may not: the one before is then believed as well. Holds end by themselves, at most three
   * seconds after they were placed, and are found by their time.
   */

  private record Version(RaceLine attempt, long from, long until) {}

  private static final long LONGEST_HOLD_MILLIS = 4_000;

  private final Map<String, List<Version>> versions = new HashMap<>();
  private final Map<String, RaceLine> attempts = new LinkedHashMap<>();
  private final Map<String, RaceLine> outcomes = new HashMap<>();

  RefusalCheck(List<RaceLine> lines) {
    for (RaceLine line : lines) {
      if (line.kind().equals("try")) {
        attempts.put(line.act(), line);
      } else {
        outcomes.put(line.act(), line);
      }
    }
    attempts.values().forEach(this::addVersion);
  }

  private void addVersion(RaceLine attempt) {
    RaceLine outcome = outcomes.get(attempt.act());
    if (outcome != null && !outcome.kind().equals("ok")) {
      return;
    }
    List<Version> of = versions.computeIfAbsent(attempt.id(), none -> new ArrayList<>());
    if (attempt.id().equals("hold")) {
      long placed = outcome == null ? attempt.at() : outcome.at();
      of.add(new Version(attempt, attempt.at(), placed + LONGEST_HOLD_MILLIS));
      return;
    }
    if (outcome != null && !of.isEmpty()) {
      Version before = of.remove(of.size() - 1);
      of.add(new Version(before.attempt(), before.from(), Math.min(before.until(), outcome.at())));
    }
    of.add(new Version(attempt, attempt.at(), Long.MAX_VALUE));
  }

  int count(String kind) {
    return (int) outcomes.values().stream().filter(line -> line.kind().equals(kind)).count();
  }

  /** What was thrown at callers. */
  List<String> failures() {
    return outcomes.values().stream()
        .filter(line -> line.kind().equals("failed"))
        .flatMap(line -> line.names().stream())
        .toList();
  }

  /** The refusals that were not true. */
  List<String> lies() {
    List<String> lies = new ArrayList<>();
    for (RaceLine outcome : outcomes.values()) {
      if (outcome.kind().equals("refused")) {
        RaceLine attempt = attempts.get(outcome.act());
        for (int i = 0; i < outcome.names().size(); i += 2) {
          if (!isTrue(attempt, outcome, i)) {
            lies.add(attempt + " was refused: " + outcome);
          }
        }
        if (outcome.names().isEmpty()) {
          lies.add(attempt + " was refused without a reason");
        }
      }
    }
    return lies;
  }

  private boolean isTrue(RaceLine attempt, RaceLine outcome, int conflict) {
    String calendar = outcome.names().get(conflict);
    Range requested = outcome.ranges().get(conflict);
    Range existing = outcome.ranges().get(conflict + 1);
    // A restored event's times are not written down with the attempt.
    boolean asked = attempt.ranges().isEmpty() || attempt.ranges().contains(requested);
    return asked
        && attempt.calendars().contains(calendar)
        && requested.overlaps(existing)
        && versions.getOrDefault(outcome.names().get(conflict + 1), List.of()).stream()
            .anyMatch(
                version ->
                    version.attempt().calendars().contains(calendar)
                        && (version.attempt().ranges().contains(existing)
                            || version.attempt().ranges().isEmpty())
                        && version.from() <= outcome.at()
                        && version.until() >= attempt.at());
  }
}
