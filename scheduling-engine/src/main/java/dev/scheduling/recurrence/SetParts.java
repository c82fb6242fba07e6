package dev.scheduling.recurrence;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a set was built from.
 *
 * @param start midnight for an all-day set
 * @param zone the zone of the start; null for floating and all-day sets
 * @param periods the lengths that RDATE gave to some of {@code extraTimes}
 */
record SetParts(
    LocalDateTime start,
    boolean allDay,
    @Nullable ZoneId zone,
    List<RecurrenceRule> rules,
    List<RecurrenceRule> exclusionRules,
    List<RecurrenceTime> extraTimes,
    Map<RecurrenceTime, Duration> periods,
    List<RecurrenceTime> exclusions,
    RecurrenceOptions options) {}
