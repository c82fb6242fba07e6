package dev.scheduling.calendar;

import dev.scheduling.EventId;
import dev.scheduling.recurrence.OccurrenceCount;
import dev.scheduling.recurrence.RecurrenceRule;
import dev.scheduling.recurrence.RecurrenceSet;
import dev.scheduling.recurrence.RecurrenceTime;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A series cut in two before one of its occurrences. Together the parts make the same occurrences
 * as the whole. Immutable and thread-safe.
 *
 * <p>The earlier part keeps the event's id and UID; the later one has new ones and says which event
 * it was split from. A COUNT is divided, excluded and changed occurrences stay on their side.
 */
public final class SeriesSplit {

  private static final Pattern VALUE = Pattern.compile("(\\d{8})(?:T(\\d{6})(Z?))?(?:/[^,]*)?");
  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");

  private final Event whole;
  private final RecurrenceId cut;
  private final LocalDateTime cutLocal;

  private SeriesSplit(Event whole, RecurrenceId cut) {
    this.whole = whole;
    this.cut = cut;
    this.cutLocal = local(cut);
  }

  /**
   * A series cut before the occurrence {@code cut}.
   *
   * @throws InvalidEventException if the event does not repeat or has no such occurrence
   */
  public static SeriesSplit of(Event whole, RecurrenceId cut) {
    if (!whole.isRecurring()) {
      throw new InvalidEventException("scope", "the event does not repeat, so it has no following");
    }
    if (!OccurrenceSegment.makes(whole, cut)) {
      throw new InvalidEventException("occurrence", "the series has no occurrence " + cut);
    }
    return new SeriesSplit(whole, cut);
  }

  /** The part before the cut; empty if the cut lies before the first occurrence. */
  public Optional<Event> earlier() {
    Event.Builder b = whole.toBuilder().withoutRecurrence();
    for (String line : whole.recurrence().toLines()) {
      if (!isRule(line)) {
        dates(line, true).ifPresent(b::recurrenceLine);
      }
    }
    for (RecurrenceRule rule : whole.recurrence().rules()) {
      b.repeats(cutShort(rule));
    }
    whole.recurrence().exclusionRules().forEach(rule -> b.recurrenceLine("EXRULE:" + rule));
    b.overrides(whole.overrides().stream().filter(o -> local(o.id()).isBefore(cutLocal)).toList());
    if (local(RecurrenceId.of(whole.start())).equals(cutLocal)) {
      return Optional.empty();
    }
    Event earlier = b.build();
    return earlier.recurrence().isEmpty() ? Optional.empty() : Optional.of(earlier);
  }

  /** The part from the cut on. */
  public Event later() {
    EventTime start = whole.start().withLocal(nominalStart());
    EventId id = EventId.random();
    Event.Builder b =
        whole.toBuilder()
            .id(id)
            .icalUid(id.value())
            .splitFrom(whole.id())
            .stamp(EventStamp.NEW)
            .starts(start)
            .ends(new EventEnd.Lasting(whole.length()))
            .withoutRecurrence();
    for (String line : whole.recurrence().toLines()) {
      if (!isRule(line)) {
        dates(line, false).ifPresent(b::recurrenceLine);
      }
    }
    whole.recurrence().rules().forEach(rule -> remaining(rule).ifPresent(b::repeats));
    whole.recurrence().exclusionRules().forEach(rule -> b.recurrenceLine("EXRULE:" + rule));
    b.overrides(whole.overrides().stream().filter(o -> !local(o.id()).isBefore(cutLocal)).toList());
    return b.build();
  }

  private static boolean isRule(String line) {
    return line.startsWith("RRULE") || line.startsWith("EXRULE");
  }

  /** The rule, ended just before the cut unless it ends earlier by itself. */
  private RecurrenceRule cutShort(RecurrenceRule rule) {
    Optional<LocalDateTime> last = alone(rule).lastLocal();
    if (rule.isFinite() && last.isPresent() && last.get().isBefore(cutLocal)) {
      return rule;
    }
    if (cut instanceof RecurrenceId.At at) {
      return rule.withUntil(new RecurrenceTime.AtInstant(at.instant().minusSeconds(1)));
    }
    return cut instanceof RecurrenceId.On on
        ? rule.withUntil(new RecurrenceTime.OnDate(on.date().minusDays(1)))
        : rule.withUntil(new RecurrenceTime.AtLocalTime(cutLocal.minusSeconds(1)));
  }

  /** The rule with what is left of its COUNT; empty if nothing is. */
  private Optional<RecurrenceRule> remaining(RecurrenceRule rule) {
    if (rule.count().isEmpty()) {
      return Optional.of(rule);
    }
    RecurrenceSet alone = alone(rule).placedIn(ZoneOffset.UTC);
    ZoneId zone = alone.zone().orElse(ZoneOffset.UTC);
    OccurrenceCount before = alone.countIn(whole.start().instant(zone), cut.instant(zone));
    long left = rule.count().getAsLong() - before.count();
    return left > 0 ? Optional.of(rule.withCount(left)) : Optional.empty();
  }

  private RecurrenceSet alone(RecurrenceRule rule) {
    return whole.start().startingHere().rule(rule).build();
  }

  /**
   * The local start of the later part. Where the occurrence was shifted out of a gap, that is the
   * time of day that the series has, so that only this one stays shifted.
   */
  private LocalDateTime nominalStart() {
    LocalDateTime usual = cutLocal.toLocalDate().atTime(whole.start().local().toLocalTime());
    return RecurrenceId.of(whole.start().withLocal(usual)).equals(cut) ? usual : cutLocal;
  }

  /** The dates of a line that lie on one side of the cut; empty if none do. */
  private Optional<String> dates(String line, boolean before) {
    int colon = line.indexOf(':');
    Matcher value = VALUE.matcher(line.substring(colon + 1));
    List<String> kept = new ArrayList<>();
    while (value.find()) {
      if (before == isBeforeCut(value)) {
        kept.add(value.group());
      }
    }
    return kept.isEmpty()
        ? Optional.empty()
        : Optional.of(
            line.substring(0, colon + 1) + kept.stream().collect(Collectors.joining(",")));
  }

  private boolean isBeforeCut(Matcher value) {
    LocalDate date = LocalDate.parse(value.group(1), DateTimeFormatter.BASIC_ISO_DATE);
    if (value.group(2) == null) {
      return date.isBefore(cutLocal.toLocalDate());
    }
    LocalDateTime time = LocalDateTime.parse(value.group(1) + "T" + value.group(2), DATE_TIME);
    if (!value.group(3).isEmpty()) {
      time = LocalDateTime.ofInstant(time.toInstant(ZoneOffset.UTC), zone());
    }
    return time.isBefore(cutLocal);
  }

  private LocalDateTime local(RecurrenceId id) {
    return LocalDateTime.ofInstant(
        id.instant(ZoneOffset.UTC), id instanceof RecurrenceId.At ? zone() : ZoneOffset.UTC);
  }

  private ZoneId zone() {
    return whole.start() instanceof EventTime.Zoned zoned ? zoned.zone() : ZoneOffset.UTC;
  }
}
