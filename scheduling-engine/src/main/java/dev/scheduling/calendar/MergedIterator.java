package dev.scheduling.calendar;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/** The merge of several iterators, each in order, into one in order. */
final class MergedIterator<T> implements Iterator<T> {

  private static final class Stream<T> {
    private final Iterator<T> rest;
    private T head;

    Stream(Iterator<T> rest) {
      this.rest = rest;
      this.head = rest.next();
    }
  }

  private final PriorityQueue<Stream<T>> heads;

  private MergedIterator(PriorityQueue<Stream<T>> heads) {
    this.heads = heads;
  }

  static <T> Iterator<T> of(List<Iterator<T>> streams, Comparator<? super T> order) {
    PriorityQueue<Stream<T>> heads = new PriorityQueue<>((a, b) -> order.compare(a.head, b.head));
    for (Iterator<T> stream : streams) {
      if (stream.hasNext()) {
        heads.add(new Stream<>(stream));
      }
    }
    return new MergedIterator<>(heads);
  }

  @Override
  public boolean hasNext() {
    return !heads.isEmpty();
  }

  @Override
  public T next() {
    Stream<T> first = heads.poll();
    if (first == null) {
      throw new NoSuchElementException();
    }
    T value = first.head;
    if (first.rest.hasNext()) {
      first.head = first.rest.next();
      heads.add(first);
    }
    return value;
  }
}
