package dev.scheduling.benchmarks.recurrence;

import org.openjdk.jmh.infra.Blackhole;

/** Makes the compiler believe that every occurrence is used, at next to no cost. */
final class BlackholeSink extends Sink {

  private final Blackhole blackhole;

  BlackholeSink(Blackhole blackhole) {
    this.blackhole = blackhole;
  }

  @Override
  void acceptSeconds(long epochSecond) {
    blackhole.consume(epochSecond);
  }

  @Override
  void acceptMillis(long epochMilli) {
    blackhole.consume(epochMilli);
  }

  @Override
  void acceptTime(Object time) {
    blackhole.consume(time);
  }
}
