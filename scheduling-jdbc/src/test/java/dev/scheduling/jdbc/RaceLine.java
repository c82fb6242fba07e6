package dev.scheduling.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One line of what a racer wrote down: that it is about to do something, or what came of it. Times
 * are milliseconds of the clock that all processes of the machine share.
 *
 * @param kind {@code try}, {@code ok}, {@code refused}, {@code missed} (another version, or nothing
 *     there) or {@code failed}
 * @param act the number of the act; a try and its outcome have the same
 * @param at when it was written down, before the act or after it
 * @param id the event or the hold that it is about; empty with an outcome
 * @param calendars where it is to be afterwards; none where it is to be nowhere
 * @param ranges when it is to be busy afterwards; with a refusal, two for each conflict: what was
 *     asked for and what was in the way
 * @param names with a refusal, the calendar and the id of what was in the way, for each conflict;
 *     with a failure, what was thrown
 */
record RaceLine(
    String kind,
    String act,
    long at,
    String id,
    Set<String> calendars,
    List<Range> ranges,
    List<String> names) {

  /** Epoch seconds, the end exclusive. */
  record Range(long start, long end) {

    boolean overlaps(Range other) {
      return start < other.end && other.start < end;
    }

    @Override
    public String toString() {
      return start + "-" + end;
    }

    static Range parse(String text) {
      String[] parts = text.split("-");
      return new Range(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }
  }

  @Override
  public String toString() {
    return String.join(
        "\t",
        kind,
        act,
        String.valueOf(at),
        id,
        String.join(",", calendars),
        String.join(",", ranges.stream().map(Range::toString).toList()),
        String.join(",", names),
        "end");
  }

  /** The line as it was written; a line that a kill cut off is none and gives null. */
  static RaceLine parse(String line) {
    String[] fields = line.split("\t", -1);
    if (fields.length != 8 || !fields[7].equals("end")) {
      return null;
    }
    return new RaceLine(
        fields[0],
        fields[1],
        Long.parseLong(fields[2]),
        fields[3],
        new TreeSet<>(list(fields[4])),
        list(fields[5]).stream().map(Range::parse).toList(),
        list(fields[6]));
  }

  private static List<String> list(String text) {
    return text.isEmpty() ? List.of() : new ArrayList<>(List.of(text.split(",")));
  }
}
