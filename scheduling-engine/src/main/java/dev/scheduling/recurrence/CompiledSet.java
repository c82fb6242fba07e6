package dev.scheduling.recurrence;

import dev.scheduling.recurrence.RecurrenceOptions.GapPolicy;
import dev.scheduling.recurrence.RecurrenceOptions.OffPatternStart;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A set made ready to be walked: its rules compiled, its lists resolved in its zone. Immutable,
 * thread-safe.
 */
final class CompiledSet {

  private static final long[] NONE = {};
  private static final int[] NO_DAYS = {};

  final SetFrame frame;
  final CompiledRule[] rules;
  private final CompiledRule[] exclusionRules;

  /** The start where no rule makes it, and RDATE; ascending by key, distinct. */
  private final long[] listedLocals;

  private final long[] listedEpochs;
  private final long[] excludedKeys;
  private final int[] excludedDays;
  private final Map<Long, Duration> periods;

  private volatile @Nullable RankedRule ranked;

  /** Whether there is one rule and nothing else. */
  final boolean isPlainRule;

  CompiledSet(SetParts parts, @Nullable ZoneId zone) {
    boolean floating = parts.zone() == null && !parts.allDay();
    frame =
        new SetFrame(
            SetFrame.epochSecond(parts.start()),
            parts.allDay(),
            zone,
            zone == null ? ZoneTable.UTC : ZoneTable.of(zone),
            floating,
            parts.options());
    boolean startCounts = parts.options().offPatternStart() == OffPatternStart.FIRST_OCCURRENCE;
    rules = compile(parts.rules(), startCounts);
    exclusionRules = compile(parts.exclusionRules(), false);

    boolean startListed = isStartListed(startCounts);
    if (!startListed && parts.extraTimes().isEmpty()) {
      listedLocals = NONE;
      listedEpochs = NONE;
      periods = Map.of();
    } else {
      ZoneClock clock = frame.clock();
      Map<Long, Duration> lengths = new HashMap<>();
      long[][] listed = listed(parts, startListed, clock, lengths);
      listedLocals = Arrays.stream(listed).mapToLong(pair -> pair[0]).toArray();
      listedEpochs = Arrays.stream(listed).mapToLong(pair -> pair[1]).toArray();
      periods = Map.copyOf(lengths);
    }
    List<RecurrenceTime> exclusions = parts.exclusions();
    if (exclusions.isEmpty()) {
      excludedKeys = NONE;
      excludedDays = NO_DAYS;
    } else {
      ZoneClock clock = frame.clock();
      excludedKeys =
          exclusions.stream()
              .filter(time -> !isWholeDay(time))
              .mapToLong(time -> exclusionKey(time, clock))
              .sorted()
              .distinct()
              .toArray();
      excludedDays =
          exclusions.stream()
              .filter(this::isWholeDay)
              .mapToInt(time -> (int) ((RecurrenceTime.OnDate) time).date().toEpochDay())
              .sorted()
              .distinct()
              .toArray();
    }
    isPlainRule =
        rules.length == 1
            && listedLocals.length + excludedKeys.length + excludedDays.length == 0
            && exclusionRules.length == 0;
  }

  /** The start, if it is to be listed, and RDATE: ascending by key, distinct. */
  private long[][] listed(
      SetParts parts, boolean startListed, ZoneClock clock, Map<Long, Duration> lengths) {
    long[][] listed = new long[parts.extraTimes().size() + 1][];
    int size = startListed ? list(listed, 0, frame.start(), clock) : 0;
    for (RecurrenceTime time : parts.extraTimes()) {
      int before = size;
      size = list(listed, size, time, clock);
      Duration length = parts.periods().get(time);
      if (length != null && size > before) {
        lengths.put(key(listed[before]), length);
      }
    }
    long[][] sorted = Arrays.copyOf(listed, size);
    Arrays.sort(sorted, Comparator.comparingLong(this::key));
    int kept = 0;
    for (long[] pair : sorted) {
      if (kept == 0 || key(sorted[kept - 1]) != key(pair)) {
        sorted[kept++] = pair;
      }
    }
    return Arrays.copyOf(sorted, kept);
  }

  private CompiledRule[] compile(List<RecurrenceRule> texts, boolean startCounts) {
    CompiledRule[] compiled = new CompiledRule[texts.size()];
    for (int i = 0; i < compiled.length; i++) {
      RecurrenceRule rule = texts.get(i);
      compiled[i] = new CompiledRule(rule, RuleCompiler.compile(rule, frame), frame, startCounts);
    }
    return compiled;
  }

  private boolean isStartListed(boolean startCounts) {
    if (rules.length == 0) {
      return true;
    }
    if (!startCounts) {
      return false;
    }
    for (CompiledRule rule : rules) {
      if (rule.makesStart()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Adds a nominal time as a local time and an instant, unless it lies in a gap that is skipped.
   */
  private int list(long[][] listed, int size, long nominal, ZoneClock clock) {
    long epoch = clock.epochOf(nominal);
    long gap = frame.allDay() ? 0 : clock.gap;
    if (gap > 0 && frame.options().gaps() == GapPolicy.SKIP) {
      return size;
    }
    listed[size] = new long[] {nominal + gap, epoch};
    return size + 1;
  }

  private int list(long[][] listed, int size, RecurrenceTime time, ZoneClock clock) {
    if (time instanceof RecurrenceTime.AtInstant at && !frame.allDay() && frame.zone() != null) {
      // Kept as it came: it may mean the second pass of an overlap.
      long epoch = at.instant().getEpochSecond();
      listed[size] = new long[] {clock.localOf(epoch), epoch};
      return size + 1;
    }
    return list(listed, size, nominal(time, clock), clock);
  }

  private long nominal(RecurrenceTime time, ZoneClock clock) {
    if (time instanceof RecurrenceTime.OnDate date) {
      long midnight = SetFrame.epochSecond(date.date());
      return midnight + Math.floorMod(frame.start(), (long) Expander.DAY);
    }
    if (time instanceof RecurrenceTime.AtLocalTime local) {
      return frame.allDay()
          ? SetFrame.epochSecond(local.time().toLocalDate())
          : SetFrame.epochSecond(local.time());
    }
    RecurrenceTime.AtInstant at = (RecurrenceTime.AtInstant) time;
    if (frame.allDay()) {
      return SetFrame.epochSecond(at.utc().toLocalDate());
    }
    return frame.zone() == null
        ? SetFrame.epochSecond(at.utc())
        : clock.localOf(at.instant().getEpochSecond());
  }

  private boolean isWholeDay(RecurrenceTime time) {
    return !frame.allDay() && time instanceof RecurrenceTime.OnDate;
  }

  private long exclusionKey(RecurrenceTime time, ZoneClock clock) {
    if (!frame.allDay() && time instanceof RecurrenceTime.AtInstant at && frame.zone() != null) {
      return at.instant().getEpochSecond();
    }
    long nominal = nominal(time, clock);
    return frame.keyIsLocal() ? nominal : clock.epochOf(nominal);
  }

  private long key(long[] pair) {
    return frame.keyIsLocal() ? pair[0] : pair[1];
  }

  Map<Long, Duration> periods() {
    return periods;
  }

  boolean isFinite() {
    for (CompiledRule rule : rules) {
      if (!rule.finite && !rule.expander.provedEmpty()) {
        return false;
      }
    }
    return true;
  }

  /**
   * The set's arithmetic; null where it has none: with several rules or exclusion rules, or where a
   * gap of the zone moves occurrences.
   */
  @Nullable RankedRule ranked() {
    if (rules.length != 1 || exclusionRules.length > 0 || !frame.isGapless()) {
      return null;
    }
    RankedRule known = ranked;
    if (known == null) {
      long[] excluded = Arrays.stream(excludedKeys).map(frame::nominalOfKey).toArray();
      known = RankedRule.of(rules[0], listedLocals, excluded, excludedDays);
      ranked = known;
    }
    return known;
  }

  /** A new cursor over the occurrences with keys in {@code [fromKey, endKey)}. */
  OccurrenceCursor cursor(long fromKey, long endKey) {
    if (isPlainRule
        && frame.table().isFixed()
        && rules[0].expander instanceof PatternExpander pattern
        && pattern.step() > 0) {
      return new SteppingCursor(rules[0], pattern, frame, fromKey, endKey);
    }
    return new BufferedCursor(source(), frame, fromKey, endKey);
  }

  OccurrenceSource source() {
    if (isPlainRule) {
      return rules[0].source(frame);
    }
    boolean keyIsLocal = frame.keyIsLocal();
    OccurrenceSource source = union(rules, keyIsLocal);
    if (excludedKeys.length + excludedDays.length + exclusionRules.length == 0) {
      return source;
    }
    OccurrenceSource excluded = null;
    if (exclusionRules.length > 0) {
      OccurrenceSource[] all = new OccurrenceSource[exclusionRules.length];
      for (int i = 0; i < all.length; i++) {
        all[i] = exclusionRules[i].source(frame);
      }
      excluded = all.length == 1 ? all[0] : new MergedSource(all, keyIsLocal);
    }
    return new ExcludingSource(source, keyIsLocal, excludedKeys, excludedDays, excluded);
  }

  private OccurrenceSource union(CompiledRule[] from, boolean keyIsLocal) {
    int lists = listedLocals.length > 0 || from.length == 0 ? 1 : 0;
    OccurrenceSource[] all = new OccurrenceSource[from.length + lists];
    for (int i = 0; i < from.length; i++) {
      all[i] = from[i].source(frame);
    }
    if (lists == 1) {
      all[from.length] = new ListedSource(listedLocals, listedEpochs, keyIsLocal);
    }
    return all.length == 1 ? all[0] : new MergedSource(all, keyIsLocal);
  }
}
