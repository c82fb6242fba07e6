package dev.scheduling.conflict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class IntervalIndexTest {

  private final IntervalIndex index = IntervalIndex.empty();

  @Test
  void rangesThatOnlyTouchDoNotOverlap() {
    index.add(10, 20, 1);

    assertFalse(index.overlapsAny(0, 10));
    assertFalse(index.overlapsAny(20, 30));
    assertTrue(index.overlapsAny(19, 20));
    assertTrue(index.overlapsAny(10, 11));
  }

  @Test
  void anEmptyQueryOverlapsNothing() {
    index.add(10, 20, 1);

    assertFalse(index.overlapsAny(15, 15));
    assertEquals(0, index.count(15, 15));
    assertTrue(index.forEachOverlap(15, 15, (start, end, id) -> false));
  }

  @Test
  void theSameValuesMayBeAddedTwiceAndAreRemovedOneAtATime() {
    index.add(10, 20, 7);
    index.add(10, 20, 7);

    assertEquals(2, index.count(0, 100));
    assertTrue(index.remove(10, 20, 7));
    assertEquals(1, index.count(0, 100));
    assertTrue(index.remove(10, 20, 7));
    assertFalse(index.remove(10, 20, 7));
    assertEquals(0, index.size());
  }

  @Test
  void onlyARangeOfExactlyTheseValuesIsRemoved() {
    index.add(10, 20, 7);

    assertFalse(index.remove(10, 20, 8));
    assertFalse(index.remove(10, 21, 7));
    assertFalse(index.remove(9, 20, 7));
    assertFalse(index.remove(20, 10, 7));
    assertEquals(1, index.size());
  }

  @Test
  void overlapsAreVisitedInOrderOfStartThenEndThenId() {
    index.add(10, 30, 2);
    index.add(10, 20, 9);
    index.add(10, 30, 1);
    index.add(5, 40, 3);
    index.add(0, 5, 4);

    assertEquals(
        List.of("[5,40)3", "[10,20)9", "[10,30)1", "[10,30)2"),
        overlapping(index.snapshot(), 5, 99));
  }

  @Test
  void aVisitorThatHasSeenEnoughStopsTheQuery() {
    for (int i = 0; i < 10_000; i++) {
      index.add(i, i + 5, i);
    }
    List<Long> seen = new ArrayList<>();

    boolean finished =
        index.forEachOverlap(
            5_000,
            9_000,
            (start, end, id) -> {
              seen.add(id);
              return seen.size() < 3;
            });

    assertFalse(finished);
    assertEquals(List.of(4_996L, 4_997L, 4_998L), seen);
  }

  @Test
  void longRangesAreVisitedInTheirPlacesAmongShortOnes() {
    for (int i = 0; i < 10_000; i++) {
      index.add(10 * i, 10 * i + 5, i);
    }
    index.add(50_007, 99_000, -3);
    index.add(5_003, 60_000, -1);
    index.add(30_002, 90_000, -2);
    List<Long> expected = List.of(-1L, -2L, 5_000L, -3L, 5_001L, 5_002L);

    for (int limit = 1; limit <= expected.size() + 1; limit++) {
      List<Long> seen = new ArrayList<>();
      int enough = limit;
      boolean finished =
          index.forEachOverlap(
              50_000,
              50_021,
              (start, end, id) -> {
                seen.add(id);
                return seen.size() < enough;
              });

      assertEquals(limit > expected.size(), finished);
      assertEquals(expected.subList(0, Math.min(limit, expected.size())), seen);
    }
    assertEquals(10_003, index.size());
    assertEquals(6, index.count(50_000, 50_021));
    assertTrue(index.remove(30_002, 90_000, -2));
    assertEquals(5, index.count(50_000, 50_021));
  }

  @Test
  void theFirstGapIsTheEarliestThatIsLongEnough() {
    index.add(10, 20, 1);
    index.add(15, 40, 2);
    index.add(45, 60, 3);

    assertEquals(OptionalLong.of(0), index.firstGap(0, 100, 10));
    assertEquals(OptionalLong.of(40), index.firstGap(12, 100, 5));
    assertEquals(OptionalLong.of(60), index.firstGap(12, 100, 6));
    assertEquals(OptionalLong.of(60), index.firstGap(12, 66, 6));
    assertEquals(OptionalLong.empty(), index.firstGap(12, 65, 6));
    assertEquals(OptionalLong.of(5), index.firstGap(5, 10, 5));
    assertEquals(OptionalLong.empty(), index.firstGap(5, 9, 5));
  }

  @Test
  void anEmptyIndexIsOneGap() {
    long limit = IntervalIndex.LIMIT;

    assertEquals(OptionalLong.of(-limit), index.firstGap(-limit, limit, Long.MAX_VALUE));
    assertEquals(OptionalLong.empty(), index.firstGap(0, limit, Long.MAX_VALUE));
  }

  @Test
  void aForkAndItsOriginDoNotSeeEachOthersChanges() {
    for (int i = 0; i < 1_000; i++) {
      index.add(10 * i, 10 * i + 10, i);
    }
    IntervalIndex fork = index.fork();
    for (int i = 0; i < 1_000; i++) {
      fork.remove(10 * i, 10 * i + 10, i);
    }
    fork.add(3, 4, -1);
    index.add(20_000, 20_001, -2);

    assertEquals(1, fork.size());
    assertEquals(1_001, index.size());
    assertFalse(fork.overlapsAny(20_000, 20_001));
    TreeCheck.check(index.snapshot());
    TreeCheck.check(fork.snapshot());
  }

  @Test
  void whatWasPreparedInAForkIsPublishedAtOnce() {
    index.add(0, 10, 1);
    IntervalSnapshot before = index.snapshot();
    IntervalIndex fork = index.fork();
    fork.remove(0, 10, 1);
    fork.add(20, 30, 1);

    index.replaceWith(fork.snapshot());

    assertEquals(List.of("[20,30)1"), overlapping(index.snapshot(), -100, 100));
    assertEquals(List.of("[0,10)1"), overlapping(before, -100, 100));
  }

  @Test
  void aRangeMustHaveALengthAndLieWithinTheLimits() {
    long limit = IntervalIndex.LIMIT;
    index.add(-limit + 1, limit - 1, 1);

    assertTrue(index.overlapsAny(Long.MIN_VALUE, Long.MAX_VALUE));
    assertFalse(index.overlapsAny(limit - 1, Long.MAX_VALUE));
    assertThrows(IllegalArgumentException.class, () -> index.add(5, 5, 1));
    assertThrows(IllegalArgumentException.class, () -> index.add(6, 5, 1));
    assertThrows(IllegalArgumentException.class, () -> index.add(-limit, 5, 1));
    assertThrows(IllegalArgumentException.class, () -> index.add(5, limit, 1));
    assertThrows(IllegalArgumentException.class, () -> index.overlapsAny(6, 5));
    assertThrows(IllegalArgumentException.class, () -> index.firstGap(0, 10, 0));
    assertThrows(IllegalArgumentException.class, () -> index.firstGap(10, 0, 1));
    assertEquals(1, index.size());
  }

  @Test
  void aBulkLoadTellsWhichInputIsWrong() {
    long[] one = {1};
    long[] two = {2, 3};

    String message =
        assertThrows(IllegalArgumentException.class, () -> IntervalIndex.of(one, two, one))
            .getMessage();

    assertEquals("as many starts as ends and ids are needed, but there are 1, 2 and 1", message);
    assertThrows(IllegalArgumentException.class, () -> IntervalIndex.of(two, two, two));
  }

  static List<String> overlapping(IntervalSnapshot snapshot, long from, long to) {
    List<String> found = new ArrayList<>();
    snapshot.forEachOverlap(
        from, to, (start, end, id) -> found.add("[" + start + "," + end + ")" + id));
    return found;
  }
}
