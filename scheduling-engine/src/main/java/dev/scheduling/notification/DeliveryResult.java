package dev.scheduling.notification;

/**
 * What became of a delivery. Immutable and thread-safe.
 *
 * @param cause why it did not arrive, without secrets; empty if it did
 */
public record DeliveryResult(Kind kind, String cause) {

  /** What is to be done about it. */
  public enum Kind {
    /** It was received. */
    DELIVERED,
    /** It failed, and another attempt may succeed. */
    FAILED,
    /** The address takes no more for now; another attempt may succeed, and others get through. */
    BUSY,
    /** It cannot be delivered, to whatever address. */
    REFUSED,
    /** Nothing will ever arrive at the address. */
    GONE
  }

  /** It was received. */
  public static DeliveryResult delivered() {
    return new DeliveryResult(Kind.DELIVERED, "");
  }

  /** It failed, and another attempt may succeed. */
  public static DeliveryResult failed(String cause) {
    return new DeliveryResult(Kind.FAILED, cause);
  }

  /** The address takes no more for now. */
  public static DeliveryResult busy(String cause) {
    return new DeliveryResult(Kind.BUSY, cause);
  }

  /** It cannot be delivered, to whatever address. */
  public static DeliveryResult refused(String cause) {
    return new DeliveryResult(Kind.REFUSED, cause);
  }

  /** Nothing will ever arrive at the address. */
  public static DeliveryResult gone(String cause) {
    return new DeliveryResult(Kind.GONE, cause);
  }
}
