package dev.scheduling.ics;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what a reading has to report. Skipped components are bounded by the file's limits. */
final class Findings {

  static final int MOST_WARNINGS = 1_000;
  private static final int LONGEST_QUOTE = 60;

  private final List<SkippedComponent> skipped = new ArrayList<>();
  private final List<IcsWarning> warnings = new ArrayList<>();
  private int unsaid;

  void skip(@Nullable String uid, String component, String reason) {
    skipped.add(new SkippedComponent(uid, component, reason));
  }

  void warn(@Nullable String uid, String message) {
    if (warnings.size() < MOST_WARNINGS - 1) {
      warnings.add(new IcsWarning(uid, message));
    } else {
      unsaid++;
    }
  }

  /** A part of the file in quotes, cut where it is long, fit for a message. */
  static String quoted(String text) {
    String start = text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text;
    return "'" + start + "'";
  }

  List<SkippedComponent> skipped() {
    return List.copyOf(skipped);
  }

  List<IcsWarning> warnings() {
    List<IcsWarning> all = new ArrayList<>(warnings);
    if (unsaid > 0) {
      all.add(new IcsWarning(null, unsaid + " more warnings are not listed"));
    }
    return List.copyOf(all);
  }
}
