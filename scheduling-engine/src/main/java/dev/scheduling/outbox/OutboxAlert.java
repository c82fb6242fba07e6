package dev.scheduling.outbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.scheduling.Transactions;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An alert that goes through the outbox itself, as a message of {@link #TYPE}: it is not lost while
 * whoever is to be told is away. Dead letters with the same cause are told of once in {@link
 * #QUIET}, and then with their number; and of at most {@link #MOST} causes in that time.
 * Thread-safe.
 */
public final class OutboxAlert implements FailureAlert {

  /**
   * The type of the messages: JSON with {@code type}, {@code cause}, {@code messageId} and {@code
   * key} of the dead letter, {@code number} and {@code count}, how many there were since the last
   * message about that cause.
   */
  public static final String TYPE = "outbox.dead-letter";

  /** How long it is quiet about a cause that it told of. */
  public static final Duration QUIET = Duration.ofMinutes(5);

  /** The most messages in that time. */
  public static final int MOST = 10;

  private static final int LONGEST_CAUSE = 500;
  private static final int MOST_CAUSES_COUNTED = 1_000;
  private static final JsonFactory JSON = new JsonFactory();

  private final Transactions transactions;
  private final OutboxStore store;
  private final Map<String, Told> causes = new LinkedHashMap<>();

  /** When a cause was told of last, and how often it came since. */
  private record Told(Instant at, long since) {}

  private OutboxAlert(Transactions transactions, OutboxStore store) {
    this.transactions = transactions;
    this.store = store;
  }

  /** An alert through a store, which may be that of the dead letters. */
  public static OutboxAlert through(Transactions transactions, OutboxStore store) {
    return new OutboxAlert(transactions, store);
  }

  @Override
  public void raise(DeadLetter letter) {
    if (letter.message().type().equals(TYPE)) {
      return; // Else one alert that cannot be delivered would be the cause of the next.
    }
    long count = due(letter);
    if (count > 0) {
      OutboxMessage message =
          OutboxMessage.builder(TYPE, TYPE, letter.died())
              .payload("application/json", json(letter, count))
              .build();
      transactions.inTransaction(
          tx -> {
            store.append(tx, List.of(message));
            return "";
          });
    }
  }

  /** How many dead letters to tell of now; 0 for none. */
  private synchronized long due(DeadLetter letter) {
    String cause = letter.message().type() + " " + kindOf(letter.cause());
    Instant now = letter.died();
    causes.values().removeIf(told -> told.since() == 0 && !told.at().plus(QUIET).isAfter(now));
    Told told = causes.get(cause);
    long count = 1 + (told == null ? 0 : told.since());
    boolean isQuiet = told != null && told.at().plus(QUIET).isAfter(now);
    long recent = causes.values().stream().filter(t -> t.at().plus(QUIET).isAfter(now)).count();
    if (isQuiet || recent >= MOST) {
      if (told != null || causes.size() < MOST_CAUSES_COUNTED) {
        causes.put(cause, new Told(told == null ? Instant.EPOCH : told.at(), count));
      }
      return 0;
    }
    causes.put(cause, new Told(now, 0));
    return count;
  }

  /** A cause without the numbers and names in it, which differ from message to message. */
  private static String kindOf(String cause) {
    return cause.replaceAll("[0-9a-fA-F-]{8,}|[0-9]+", "#");
  }

  private static byte[] json(DeadLetter letter, long count) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      String cause = letter.cause();
      json.writeStartObject();
      json.writeStringField("type", letter.message().type());
      json.writeStringField("cause", cause.substring(0, Math.min(cause.length(), LONGEST_CAUSE)));
      json.writeStringField("messageId", letter.message().id());
      json.writeStringField("key", letter.message().key());
      json.writeNumberField("number", letter.number());
      json.writeNumberField("count", count);
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("a string can always be written to", e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
