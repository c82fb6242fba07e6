package dev.scheduling.server.channel;

import dev.scheduling.notification.DeliveryResult;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Spares a receiver that is away or slow, and those who wait for it: once most of the last calls
 * have failed or taken long, none is made for a while. Thread-safe.
 */
final class Breaker {

  private static final CircuitBreakerConfig CONFIG =
      CircuitBreakerConfig.custom()
          .slidingWindowSize(10)
          .minimumNumberOfCalls(5)
          .failureRateThreshold(50)
          .slowCallDurationThreshold(Duration.ofSeconds(5))
          .slowCallRateThreshold(80)
          .waitDurationInOpenState(Duration.ofSeconds(30))
          .permittedNumberOfCallsInHalfOpenState(2)
          .build();

  private final CircuitBreaker breaker;
  private final String receiver;

  Breaker(String receiver) {
    this.receiver = receiver;
    this.breaker = CircuitBreaker.of(receiver, CONFIG);
  }

  /** What the call answers; a failure without a call while the receiver is spared. */
  DeliveryResult call(Supplier<DeliveryResult> call) {
    if (!breaker.tryAcquirePermission()) {
      return DeliveryResult.failed(receiver + " failed most of the last calls and is spared");
    }
    long started = System.nanoTime();
    DeliveryResult result;
    try {
      result = call.get();
    } catch (RuntimeException e) {
      breaker.onError(System.nanoTime() - started, TimeUnit.NANOSECONDS, e);
      throw e;
    }
    long took = System.nanoTime() - started;
    if (result.kind() == DeliveryResult.Kind.FAILED) {
      breaker.onError(took, TimeUnit.NANOSECONDS, new IllegalStateException(result.cause()));
    } else {
      // It is there and has judged this one delivery.
      breaker.onSuccess(took, TimeUnit.NANOSECONDS);
    }
    return result;
  }
}
