package dev.scheduling.outbox;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message to somebody outside the transaction that appends it: bytes with a type and a key.
 *
 * <p>Messages of the same key are sent in the order in which they were appended, where the writers
 * of the key wait for each other (as they do who lock a calendar first). Instants are kept to the
 * millisecond. Immutable and thread-safe.
 */
public final class OutboxMessage {

  /** The most bytes a payload may have: {@value}. Send a reference to what is larger. */
  public static final int LARGEST_PAYLOAD = 1 << 20;

  /** As the extension "sequence" of CloudEvents has it. */
  private static final String SEQUENCE = "ce_sequence";

  private final String id;
  private final String type;
  private final String key;
  private final String contentType;
  private final byte[] payload;
  private final SortedMap<String, String> headers;
  private final @Nullable Instant notBefore;
  private final Instant created;

  private OutboxMessage(Builder builder) {
    id =
        builder.id == null
            ? UUID.randomUUID().toString()
            : MessageLimits.checkToken("id", builder.id);
    type = MessageLimits.checkToken("type", builder.type);
    key = MessageLimits.checkToken("key", builder.key);
    contentType = MessageLimits.checkContentType(builder.contentType);
    payload = MessageLimits.checkPayload(builder.payload);
    headers = Collections.unmodifiableSortedMap(MessageLimits.checkHeaders(builder.headers));
    notBefore = builder.notBefore;
    if (notBefore != null && headers.containsKey(SEQUENCE)) {
      throw new IllegalArgumentException("a message with a sequence may have no notBefore");
    }
    created = requireNonNull(builder.created, "created");
  }

  /**
   * A message in the making; what is not set has a default.
   *
   * @param type what the message is about, such as {@code event.created}: 1 to 200 visible ASCII
   *     characters
   * @param key messages with the same key keep their order: 1 to 200 visible ASCII characters
   * @param created when; not before 1970 nor after the year 9999
   */
  public static Builder builder(String type, String key, Instant created) {
    return new Builder(type, key, created);
  }

  /** Names the message everywhere; whoever receives it twice tells by the id. */
  public String id() {
    return id;
  }

  /** What the message is about. */
  public String type() {
    return type;
  }

  /** Messages of one key are sent in order. */
  public String key() {
    return key;
  }

  /** The media type of the payload. */
  public String contentType() {
    return contentType;
  }

  /** A copy of the bytes. */
  public byte[] payload() {
    return payload.clone();
  }

  /** How many bytes the payload has. */
  public int payloadSize() {
    return payload.length;
  }

  /** Sent beside the payload, in the order of their names. */
  public SortedMap<String, String> headers() {
    return headers;
  }

  /** The instant before which the message is not sent; empty for at once. */
  public Optional<Instant> notBefore() {
    return Optional.ofNullable(notBefore);
  }

  /**
   * The message's number among those of its key; empty if its writers do not count. See {@link
   * Builder#sequence}.
   */
  public OptionalLong sequence() {
    String number = headers.get(SEQUENCE);
    return number != null && number.matches("\\d{1,18}")
        ? OptionalLong.of(Long.parseLong(number))
        : OptionalLong.empty();
  }

  /** When the message was made. */
  public Instant created() {
    return created;
  }

  /**
   * Which of the {@value OutboxStore#PARTITIONS} partitions the key belongs to, from 0. It is the
   * same for ever.
   */
  public int partition() {
    return MessageLimits.partition(key);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OutboxMessage that
        && id.equals(that.id)
        && type.equals(that.type)
        && key.equals(that.key)
        && contentType.equals(that.contentType)
        && Arrays.equals(payload, that.payload)
        && headers.equals(that.headers)
        && notBefore().equals(that.notBefore())
        && created.equals(that.created);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  /** Without payload and headers, which may hold what does not belong into a log. */
  @Override
  public String toString() {
    return type + " " + id + " of " + key;
  }

  /** Collects what a message is made of. Not thread-safe. */
  public static final class Builder {

    private static final long MOST_SEQUENCE = 999_999_999_999_999_999L;

    private final String type;
    private final String key;
    private final Instant created;
    private final SortedMap<String, String> headers = new TreeMap<>();
    private @Nullable String id;
    private String contentType = "application/octet-stream";
    private byte[] payload = {};
    private @Nullable Instant notBefore;

    private Builder(String type, String key, Instant created) {
      this.type = type;
      this.key = key;
      this.created = MessageLimits.checkInstant("created", created);
    }

    /** A name of one's own instead of a random UUID: 1 to 200 visible ASCII characters. */
    public Builder id(String id) {
      this.id = id;
      return this;
    }

    /**
     * The content; nothing by default.
     *
     * @param contentType 1 to 200 ASCII characters, such as {@code application/json}
     * @param payload at most {@value OutboxMessage#LARGEST_PAYLOAD} bytes, copied
     */
    public Builder payload(String contentType, byte[] payload) {
      this.contentType = contentType;
      this.payload = payload.clone();
      return this;
    }

    /**
     * Adds a header, or replaces the one of that name. At most 32.
     *
     * @param name 1 to 200 visible ASCII characters
     * @param value at most 1,000 characters
     */
    public Builder header(String name, String value) {
      headers.put(name, value);
      return this;
    }

    /** Adds headers; see {@link #header}. */
    public Builder headers(Map<String, String> more) {
      headers.putAll(more);
      return this;
    }

    /**
     * Numbers the message among those of its key, so that consumers remember one number for each
     * key instead of every id. The order of such a key is kept at any price: if a message of it is
     * given up, the others wait until that is redriven or discarded.
     *
     * @param number from 1, greater than that of the message before; gaps do not matter
     */
    public Builder sequence(long number) {
      if (number < 1 || number > MOST_SEQUENCE) {
        throw new IllegalArgumentException(
            "sequence must be 1 to " + MOST_SEQUENCE + ", but is " + number);
      }
      return header(SEQUENCE, Long.toString(number));
    }

    /** Keeps the message back until an instant. It then takes its place in its key's order. */
    public Builder notBefore(Instant instant) {
      this.notBefore = MessageLimits.checkInstant("notBefore", instant);
      return this;
    }

    /**
     * The message.
     *
     * @throws IllegalArgumentException if something is outside its limits; the text names it
     */
    public OutboxMessage build() {
      return new OutboxMessage(this);
    }
  }

  static Instant toMillis(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS);
  }
}
