package dev.scheduling.recurrence;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules and listed times that a set is being built from. For one thread. */
final class SetEntries {

  /** As many listed times, rules or lines as a set may have of each kind. */
  private static final int MAX_ENTRIES = 100_000;

  // Each is immutable until there is something to add: most sets have one rule and nothing else.
  private List<RecurrenceRule> rules = List.of();
  private List<RecurrenceRule> exclusionRules = List.of();
  private List<RecurrenceTime> extraTimes = List.of();
  private List<RecurrenceTime> exclusions = List.of();
  private Map<RecurrenceTime, Duration> periods = Map.of();

  SetEntries() {}

  SetEntries(SetParts parts) {
    rules = parts.rules();
    exclusionRules = parts.exclusionRules();
    extraTimes = parts.extraTimes();
    exclusions = parts.exclusions();
    periods = parts.periods();
  }

  SetParts toParts(
      LocalDateTime start, boolean allDay, @Nullable ZoneId zone, RecurrenceOptions options) {
    return new SetParts(
        start,
        allDay,
        zone,
        List.copyOf(rules),
        List.copyOf(exclusionRules),
        List.copyOf(extraTimes),
        Map.copyOf(periods),
        List.copyOf(exclusions),
        options);
  }

  void addRule(RecurrenceRule rule) {
    rules = with("RRULE", rules, rule);
  }

  void addExclusionRule(RecurrenceRule rule) {
    exclusionRules = with("EXRULE", exclusionRules, rule);
  }

  void addExtraTime(RecurrenceTime time) {
    extraTimes = with("RDATE", extraTimes, time);
  }

  void addPeriod(RecurrenceTime start, Duration length) {
    addExtraTime(start);
    if (!(periods instanceof HashMap)) {
      periods = new HashMap<>(periods);
    }
    periods.put(start, length);
  }

  void addExclusion(RecurrenceTime time) {
    exclusions = with("EXDATE", exclusions, time);
  }

  /** The list with one more entry: itself, unless it is immutable. */
  private static <T> List<T> with(String part, List<T> list, T entry) {
    if (list.size() == MAX_ENTRIES) {
      throw new InvalidRecurrenceException(part, "more than " + MAX_ENTRIES + " entries");
    }
    if (list.isEmpty()) {
      return List.of(entry);
    }
    List<T> grown = list instanceof ArrayList ? list : new ArrayList<>(list);
    grown.add(entry);
    return grown;
  }
}
