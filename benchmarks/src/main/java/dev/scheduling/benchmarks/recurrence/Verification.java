package dev.scheduling.benchmarks.recurrence;

import java.util.EnumMap;
import java.util.Map;

/**
 * Compares every subject's answer to every scenario with the literal walk, before anything is
 * measured.
 */
final class Verification {

  private Verification() {}

  /** Returns who is wrong where, and in which way; who is right does not appear. */
  static Map<Scenario, Map<Subject, String>> wrongAnswers() {
    Map<Scenario, Map<Subject, String>> wrong = new EnumMap<>(Scenario.class);
    for (Scenario scenario : Scenario.values()) {
      Checksum expected = scenario.expected();
      for (Subject subject : Subject.values()) {
        String found = answer(subject, scenario);
        if (!found.equals(expected.toString())) {
          wrong
              .computeIfAbsent(scenario, ignored -> new EnumMap<>(Subject.class))
              .put(subject, found + " instead of " + expected);
        }
      }
    }
    return wrong;
  }

  private static String answer(Subject subject, Scenario scenario) {
    var found = new Checksum();
    try {
      subject.query(scenario.task()).answer(found);
    } catch (RuntimeException e) {
      // A library that refuses a legal rule is wrong as well, and no reason to stop.
      return e.toString();
    }
    return found.toString();
  }
}
