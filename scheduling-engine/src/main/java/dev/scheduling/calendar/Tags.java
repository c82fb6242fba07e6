package dev.scheduling.calendar;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The tags of an event: trimmed, without duplicates that differ in case alone, in order. */
final class Tags {

  private Tags() {}

  static List<String> normalized(List<String> tags) {
    EventLimits.checkCount("tags", tags.size(), EventLimits.TAGS);
    Set<String> distinct = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (String tag : tags) {
      String trimmed = tag.strip();
      if (trimmed.isEmpty()) {
        throw new InvalidEventException("tags", "a tag must have at least one character");
      }
      EventLimits.checkText("tags", trimmed, EventLimits.TAG);
      distinct.add(trimmed);
    }
    return List.copyOf(distinct);
  }
}
