package dev.scheduling.server.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.scheduling.notification.DeliveryResult;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is spared, and on whose account. */
class BreakerTest {

  private static DeliveryResult result(int status) {
    return new OutsideHttp.Answer(status, "").judged("it");
  }

  @ParameterizedTest
  @CsvSource({"503,FAILED,5", "429,BUSY,20", "410,GONE,20", "400,REFUSED,20", "201,DELIVERED,20"})
  void receiverIsSparedWhenItFailsAndNotForWhatItSaysOfOneAddress(
      int status, DeliveryResult.Kind kind, int called) {
    Breaker breaker = new Breaker("it");
    AtomicInteger calls = new AtomicInteger();
    for (int i = 0; i < 20; i++) {
      DeliveryResult answer =
          breaker.call(
              () -> {
                calls.incrementAndGet();
                return result(status);
              });
      assertEquals(calls.get() > i ? kind : DeliveryResult.Kind.FAILED, answer.kind());
    }
    assertEquals(called, calls.get());
  }
}
