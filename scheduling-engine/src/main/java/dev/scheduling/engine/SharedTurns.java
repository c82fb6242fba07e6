package dev.scheduling.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Serves calls that wait for the same thing together. Thread-safe.
 *
 * @param <K> what is waited for
 * @param <C> a call
 * @param <A> the answer to a call
 */
final class SharedTurns<K, C, A> {

  /*
   * Each key has a line. Who comes to an empty one is served at once: nobody waits for company. Who
   * comes meanwhile stands behind. When a turn is over, the first in line takes the next one, for
   * itself and for those behind it, in their order and at most so many. So the groups grow with the
   * rush and are gone with it, and nobody is overtaken.
   *
   * A line is there as long as somebody stands in it, those who are being served included. Whose
   * turn it is says when it looks who stands there: best as late as it can, after all waiting.
   */

  private static final class Place<C, A> {
    private final C call;

    /** What to do next: to take the answer that somebody else's turn gave, or the turn itself. */
    private final CompletableFuture<Supplier<A>> next = new CompletableFuture<>();

    Place(C call) {
      this.call = call;
    }
  }

  private final int most;
  private final Function<Supplier<List<C>>, List<Supplier<A>>> serve;
  private final ConcurrentMap<K, Deque<Place<C, A>>> lines = new ConcurrentHashMap<>();

  /**
   * @param most how many calls are served in one turn
   * @param serve carries calls out; it is given who stands in line at the time, the one whose turn
   *     it is first, and gives an answer to at least that one and to those behind it in their
   *     order. An answer is got by the thread that called. Who has no answer stays in line
   */
  SharedTurns(int most, Function<Supplier<List<C>>, List<Supplier<A>>> serve) {
    this.most = most;
    this.serve = serve;
  }

  /** Whether nobody stands in a line. */
  boolean isFree(K key) {
    return !lines.containsKey(key);
  }

  /**
   * The answer to a call. The thread waits for it, interrupted or not, as long as the turns before
   * take.
   */
  A answer(K key, C call) {
    Place<C, A> place = new Place<>(call);
    lines.compute(
        key,
        (same, line) -> {
          Deque<Place<C, A>> standing = line == null ? new ArrayDeque<>() : line;
          standing.add(place);
          if (line == null) {
            place.next.complete(() -> turn(key));
          }
          return standing;
        });
    return place.next.join().get();
  }

  /** Serves the first in line, whose thread this is, and those behind it. */
  private A turn(K key) {
    List<Supplier<A>> answers = List.of();
    try {
      answers = serve.apply(() -> standing(key));
    } finally {
      passOn(key, answers);
    }
    return answers.get(0).get();
  }

  private List<C> standing(K key) {
    List<C> calls = new ArrayList<>();
    lines.computeIfPresent(
        key,
        (same, line) -> {
          line.stream().limit(most).forEach(place -> calls.add(place.call));
          return line;
        });
    return calls;
  }

  private void passOn(K key, List<Supplier<A>> answers) {
    lines.computeIfPresent(
        key,
        (same, line) -> {
          line.remove();
          // The next turn begins before the others of this one are awake, and gets going meanwhile.
          List<Place<C, A>> served = new ArrayList<>();
          for (int i = 1; i < answers.size(); i++) {
            served.add(line.remove());
          }
          Place<C, A> first = line.peek();
          if (first != null) {
            first.next.complete(() -> turn(key));
          }
          for (int i = 0; i < served.size(); i++) {
            served.get(i).next.complete(answers.get(i + 1));
          }
          return first == null ? null : line;
        });
  }
}
