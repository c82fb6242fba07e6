package dev.scheduling.recurrence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scheduling.recurrence.RecurrenceOptions.GapPolicy;
import dev.scheduling.recurrence.RecurrenceOptions.OffPatternStart;
import dev.scheduling.recurrence.RecurrenceOptions.WeekOwner;
import dev.scheduling.recurrence.RecurrenceOptions.YearlyByMonthDay;
import dev.scheduling.recurrence.RecurrenceOptions.YearlyByWeekNumber;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Expands every rule of every {@code *.jsonl} file in a folder and compares local times and
 * instants with what the file expects. The folder is that of {@code -Dconformance.corpus}, or the
 * project's own copies.
 */
class RecurrenceConformanceTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FAILURES_SHOWN = 5;
  private static final Set<String> OPTIONS =
      Set.of("gap", "yearlyByMonthDay", "yearlyByWeekNo", "weekOwner");

  @Test
  void everyRowOfTheCorpusExpandsToWhatItExpects() throws IOException {
    Path folder = folder();
    List<Path> files;
    try (Stream<Path> found = Files.list(folder)) {
      files = found.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
    }
    int rows = 0;
    List<String> missed = new ArrayList<>();
    for (Path file : files) {
      Tally tally = check(file);
      rows += tally.rows;
      if (tally.rows == 0) {
        continue;
      }
      System.out.printf(
          "%s: %d of %d rows pass%s%n",
          file.getFileName(),
          tally.rows - tally.failures.size() - tally.excused.size(),
          tally.rows,
          tally.excused.isEmpty() ? "" : ", excused for the tz database: " + tally.excused);
      tally.failures.stream().limit(FAILURES_SHOWN).forEach(System.out::println);
      tally.failures.forEach(failure -> missed.add(file.getFileName() + " " + failure));
    }
    assertTrue(rows > 0, "no recurrence rows in " + folder);
    assertEquals(
        List.of(), missed.stream().limit(FAILURES_SHOWN).toList(), missed.size() + " rows failed");
  }

  private static Path folder() {
    String property = System.getProperty("conformance.corpus");
    if (property != null) {
      Path named = Path.of(property);
      if (Files.isDirectory(named)) {
        return named;
      }
      // The test may run in the module's folder while the command was given in the parent's.
      Path fromParent = Path.of("..").resolve(named);
      assertTrue(Files.isDirectory(fromParent), property + " is not a folder");
      return fromParent;
    }
    try {
      return Path.of(
          Objects.requireNonNull(RecurrenceConformanceTest.class.getResource("/corpus")).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static final class Tally {
    int rows;
    final List<String> failures = new ArrayList<>();
    final List<String> excused = new ArrayList<>();
  }

  private static Tally check(Path file) throws IOException {
    Tally tally = new Tally();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      JsonNode row = JSON.readTree(line);
      if (row.has("schema") || (row.has("a") && row.has("b"))) {
        continue;
      }
      String where = file.getFileName() + ":" + number + " " + row.path("id").asText();
      if (!row.has("rrule")) {
        fail(where + ": unknown kind of row");
      }
      tally.rows++;
      try {
        String difference = differenceOf(row);
        if (difference != null) {
          if (isOfAnotherTzDatabase(row)) {
            tally.excused.add(row.path("id").asText());
          } else {
            tally.failures.add(where + " " + row.path("rrule").asText() + ": " + difference);
          }
        }
      } catch (RuntimeException e) {
        tally.failures.add(where + " " + row.path("rrule").asText() + ": " + e);
      }
    }
    return tally;
  }

  private static String differenceOf(JsonNode row) {
    RecurrenceSet set = setOf(row);
    boolean allDay = row.get("allDay").asBoolean();
    boolean zoned = set.zone().isPresent();
    List<String> expected = texts(row.get("expected"));
    List<String> expectedInstants = texts(row.path("expectedInstants"));
    boolean complete = row.path("complete").asBoolean(true);
    OccurrenceCursor cursor;
    JsonNode window = row.path("window");
    if (window.isArray()) {
      cursor = set.cursorOfLocal(localOf(window.get(0).asText()), localOf(window.get(1).asText()));
    } else {
      cursor = set.cursor();
    }
    JsonNode limit = row.path("limit");
    // One more than expected shows that the set has indeed no more.
    long most = limit.isNumber() ? limit.asLong() : expected.size() + (complete ? 1 : 0);
    if (!complete) {
      most = Math.min(most, expected.size());
    }
    List<String> actual = new ArrayList<>();
    List<String> actualInstants = new ArrayList<>();
    while (actual.size() < most && cursor.next()) {
      LocalDateTime local = cursor.local();
      actual.add(allDay ? local.toLocalDate().toString() : text(local));
      if (zoned) {
        actualInstants.add(cursor.instant().toString());
      }
    }
    if (actual.size() < most && cursor.end() == OccurrenceCursor.End.BUDGET) {
      return "the budget was spent after " + actual.size();
    }
    if (!actual.equals(expected)) {
      return firstDifference(expected, actual);
    }
    if (zoned && row.has("expectedInstants") && !actualInstants.equals(expectedInstants)) {
      return firstDifference(expectedInstants, actualInstants);
    }
    return null;
  }

  private static RecurrenceSet setOf(JsonNode row) {
    boolean allDay = row.get("allDay").asBoolean();
    String tz = row.get("tz").asText();
    RecurrenceSet.Builder builder;
    if (allDay) {
      builder = RecurrenceSet.startingOn(LocalDate.parse(row.get("dtstart").asText()));
    } else if (tz.equals("floating")) {
      builder = RecurrenceSet.startingAt(localOf(row.get("dtstart").asText()));
    } else {
      builder = RecurrenceSet.startingAt(localOf(row.get("dtstart").asText()), ZoneId.of(tz));
    }
    builder.rule(RecurrenceRule.parse(row.get("rrule").asText()));
    for (String text : texts(row.path("rdate"))) {
      builder.including(localOf(text));
    }
    for (String text : texts(row.path("exdate"))) {
      builder.excluding(localOf(text));
    }
    RecurrenceOptions options = optionsOf(row.path("options"));
    if (leavesStartOut(row)) {
      options = options.withOffPatternStart(OffPatternStart.IGNORED);
    }
    return builder.options(options).build();
  }

  /**
   * Whether the row expects no occurrence at its start although nothing excludes it: the start is
   * off the pattern in the reading the row is about, and the row is of the kind that ignores such a
   * start. A start on the pattern is made in either mode, so this hides no miss.
   */
  private static boolean leavesStartOut(JsonNode row) {
    String start = row.get("dtstart").asText();
    return row.path("window").isNull()
        && !texts(row.get("expected")).contains(start)
        && !texts(row.path("exdate")).contains(start);
  }

  private static RecurrenceOptions optionsOf(JsonNode node) {
    RecurrenceOptions options = RecurrenceOptions.DEFAULTS;
    for (Map.Entry<String, JsonNode> option : node.properties()) {
      String value = option.getValue().asText();
      assertTrue(OPTIONS.contains(option.getKey()), "unknown option " + option.getKey());
      options =
          switch (option.getKey() + "=" + value) {
            case "gap=shift" -> options.withGaps(GapPolicy.SHIFT);
            case "gap=skip" -> options.withGaps(GapPolicy.SKIP);
            case "yearlyByMonthDay=everyMonth" ->
                options.withYearlyByMonthDay(YearlyByMonthDay.EVERY_MONTH);
            case "yearlyByMonthDay=dtstartMonth" ->
                options.withYearlyByMonthDay(YearlyByMonthDay.START_MONTH);
            case "yearlyByWeekNo=wholeWeek" ->
                options.withYearlyByWeekNumber(YearlyByWeekNumber.WHOLE_WEEK);
            case "yearlyByWeekNo=dtstartWeekday" ->
                options.withYearlyByWeekNumber(YearlyByWeekNumber.START_WEEKDAY);
            case "weekOwner=weekYear" -> options.withWeekOwner(WeekOwner.WEEK_YEAR);
            case "weekOwner=calendarYear" -> options.withWeekOwner(WeekOwner.CALENDAR_YEAR);
            default -> throw new AssertionError("unknown value " + option);
          };
    }
    return options;
  }

  /**
   * Whether this JDK's tz database maps the expected local times to other instants than the row's.
   */
  private static boolean isOfAnotherTzDatabase(JsonNode row) {
    List<String> locals = texts(row.get("expected"));
    List<String> instants = texts(row.path("expectedInstants"));
    if (instants.isEmpty()) {
      return false;
    }
    ZoneId zone = ZoneId.of(row.get("tz").asText());
    for (int i = 0; i < instants.size(); i++) {
      Instant mapped = localOf(locals.get(i)).atZone(zone).toInstant();
      if (!mapped.equals(Instant.parse(instants.get(i)))) {
        return true;
      }
    }
    return false;
  }

  private static String firstDifference(List<String> expected, List<String> actual) {
    for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
      String want = i < expected.size() ? expected.get(i) : "nothing more";
      String got = i < actual.size() ? actual.get(i) : "nothing more";
      if (!want.equals(got)) {
        return "at " + i + " expected " + want + " but was " + got;
      }
    }
    return "no difference";
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.asText()));
    return texts;
  }

  private static LocalDateTime localOf(String text) {
    return text.indexOf('T') < 0 ? LocalDate.parse(text).atStartOfDay() : LocalDateTime.parse(text);
  }

  private static String text(LocalDateTime local) {
    return local.getSecond() == 0 ? local + ":00" : local.toString();
  }
}
