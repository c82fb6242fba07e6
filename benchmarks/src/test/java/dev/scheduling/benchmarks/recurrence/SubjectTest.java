package dev.scheduling.benchmarks.recurrence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SubjectTest {

  @ParameterizedTest
  @EnumSource
  void everySubjectFindsTheInstantsOfTheLiteralWalk(Scenario scenario) {
    Checksum expected = scenario.expected();
    assertEquals(scenario.occurrences(), expected.count());
    for (Subject subject : Subject.values()) {
      var found = new Checksum();
      subject.query(scenario.task()).answer(found);
      assertEquals(expected, found, () -> subject + " on " + scenario);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everySubjectBeginsWithTheSameFirstOccurrence(Scenario scenario) {
    var expected = new Checksum();
    expected.acceptTime(scenario.task().start().atZone(scenario.task().zoneOrUtc()));
    for (Subject subject : Subject.values()) {
      var found = new Checksum();
      subject.query(scenario.task()).answerFirst(found);
      assertEquals(expected, found, () -> subject + " on " + scenario);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, floating",
    "30, floating",
    "300, floating",
    "1, Europe/Berlin",
    "300, Europe/Berlin"
  })
  void everySubjectFindsTheSameInstantsHoweverFarTheWindow(int years, String zone) {
    Task task = DistanceBenchmark.task(years, zone);
    Checksum expected = DistanceBenchmark.expected(task);
    assertEquals(12, expected.count());
    for (Subject subject : Subject.values()) {
      var found = new Checksum();
      subject.query(task).answer(found);
      if (subject == Subject.BIWEEKLY && years == 300) {
        // It gives up after a hundred years without an occurrence, and reports the end.
        assertEquals(0, found.count());
      } else {
        assertEquals(expected, found, subject::toString);
      }
    }
  }

  @Test
  void checksumTellsOrderAndValueApart() {
    var upwards = new Checksum();
    upwards.acceptSeconds(1);
    upwards.acceptSeconds(2);
    var downwards = new Checksum();
    downwards.acceptSeconds(2);
    downwards.acceptSeconds(1);
    assertNotEquals(upwards, downwards);
  }
}
