package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.OwnerId;
import dev.scheduling.Transaction;
import dev.scheduling.engine.Stores;
import dev.scheduling.outbox.Backlog;
import dev.scheduling.outbox.DeadLetter;
import dev.scheduling.outbox.DeadLetterFilter;
import dev.scheduling.outbox.DeadLetterTrail;
import dev.scheduling.outbox.Redrive;
import dev.scheduling.server.audit.Act;
import dev.scheduling.server.audit.Audit;
import dev.scheduling.server.database.TransactionHandles;
import dev.scheduling.server.json.Json;
import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/admin/outbox} and {@code /v1/admin/dead-letters}: what waits, and what was given up.
 */
public final class OutboxHandler {

  private static final int PAGE = 100;
  private static final int MOST_PER_PAGE = 500;
  private static final int MOST_REDRIVEN = 10_000;
  private static final int LONGEST_TOKEN = 200;
  private static final int LONGEST_REASON = 1_000;
  private static final int FASTEST = 10_000;

  private final Stores stores;
  private final Redrive redrive;
  private final Audit audit;

  /**
   * The operations on a store's messages.
   *
   * @param nudge tells the relay that something was put back
   * @param meters where what is done is counted
   */
  public OutboxHandler(Stores stores, Runnable nudge, Audit audit, MeterRegistry meters) {
    this.stores = stores;
    this.redrive = Redrive.of(stores.transactions(), stores.outbox(), nudge).withMeters(meters);
    this.audit = audit;
  }

  void outbox(Context ctx) {
    Backlog backlog = stores.transactions().inTransaction(stores.outbox()::backlog);
    ObjectNode json =
        Json.object()
            .put("queued", backlog.queued())
            .put("parked", backlog.parked())
            .put("parkedKeys", backlog.parkedKeys())
            .put("deadLetters", backlog.deadLetters());
    backlog.oldest().ifPresent(at -> json.put("oldest", at.toString()));
    backlog.parkedSince().ifPresent(at -> json.put("parkedSince", at.toString()));
    Requests.answer(ctx, 200, json);
  }

  void deadLetters(Context ctx) {
    int pageSize = Requests.number(ctx, "pageSize", 1, MOST_PER_PAGE, PAGE);
    long after = Requests.sequence(ctx, "pageToken", 0);
    DeadLetterFilter filter =
        filter(
            Requests.parameter(ctx, "type"),
            Requests.parameter(ctx, "key"),
            cause(ctx),
            Requests.instant(ctx, "diedBefore"));
    List<DeadLetter> found = redrive.list(filter, after, pageSize + 1);
    List<DeadLetter> shown = found.subList(0, Math.min(pageSize, found.size()));
    ObjectNode json = Json.object();
    ArrayNode items = json.putArray("items");
    shown.forEach(letter -> items.add(write(letter)));
    if (found.size() > pageSize) {
      json.put("nextPageToken", Long.toString(shown.get(pageSize - 1).number()));
    }
    Requests.answer(ctx, 200, json);
  }

  private static @Nullable String cause(Context ctx) {
    String cause = Requests.parameter(ctx, "cause");
    if (cause != null && cause.length() > LONGEST_TOKEN) {
      throw Problem.badParameter("cause", "cause may have " + LONGEST_TOKEN + " characters");
    }
    return cause;
  }

  private static DeadLetterFilter filter(
      @Nullable String type,
      @Nullable String key,
      @Nullable String cause,
      @Nullable Instant diedBefore) {
    DeadLetterFilter filter = DeadLetterFilter.ALL;
    filter = type == null ? filter : filter.withType(type);
    filter = key == null ? filter : filter.withKey(key);
    filter = cause == null ? filter : filter.withCause(cause);
    return diedBefore == null ? filter : filter.withDiedBefore(diedBefore);
  }

  /** With the content, and so for administrators only. */
  void deadLetter(Context ctx) {
    DeadLetter letter = redrive.find(number(ctx)).orElseThrow(Problem::notFound);
    ObjectNode json = write(letter).put("contentType", letter.message().contentType());
    String text = text(letter.message().payload());
    if (text == null) {
      json.put("payloadBase64", Base64.getEncoder().encodeToString(letter.message().payload()));
    } else {
      json.put("payload", text);
    }
    ObjectNode headers = json.putObject("headers");
    letter.message().headers().forEach(headers::put);
    Requests.answer(ctx, 200, json);
  }

  private static @Nullable String text(byte[] payload) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static ObjectNode write(DeadLetter letter) {
    return Json.object()
        .put("id", Long.toString(letter.number()))
        .put("messageId", letter.message().id())
        .put("type", letter.message().type())
        .put("key", letter.message().key())
        .put("created", letter.message().created().toString())
        .put("attempts", letter.attempts())
        .put("cause", letter.cause())
        .put("died", letter.died().toString());
  }

  void redrive(Context ctx) {
    Fields body = Fields.of(RequestBody.json(ctx));
    List<String> ids = body.texts("ids", MOST_PER_PAGE, LONGEST_TOKEN);
    boolean dryRun = Boolean.TRUE.equals(body.bool("dryRun"));
    Long rate = body.integer("ratePerSecond", 1, FASTEST);
    Fields wanted = body.object("filter");
    DeadLetterFilter filter = wanted == null ? null : filter(wanted);
    if ((ids == null) == (filter == null)) {
      body.wrong("ids", "either ids or filter must be given");
    }
    if (ids != null && rate != null) {
      body.wrong("ratePerSecond", "ratePerSecond goes with a filter only");
    }
    body.check();
    Redrive told = redrive.withTrail(trail(ctx));
    int count = 0;
    if (filter != null) {
      count =
          dryRun
              ? told.all(filter, MOST_REDRIVEN, true)
              : told.spread(filter, MOST_REDRIVEN, rate == null ? 0 : rate.intValue());
    } else if (ids != null) {
      for (String id : ids) {
        boolean known = id.matches("\\d{1,18}");
        if (known && (dryRun ? redrive.find(Long.parseLong(id)).isPresent() : one(told, id))) {
          count++;
        }
      }
    }
    Requests.answer(ctx, 200, Json.object().put("redriven", count).put("dryRun", dryRun));
  }

  private static boolean one(Redrive redrive, String id) {
    return redrive.one(Long.parseLong(id)) == Redrive.Result.DONE;
  }

  private static DeadLetterFilter filter(Fields wanted) {
    String cause = wanted.text("cause", LONGEST_TOKEN);
    return filter(
        wanted.text("type", LONGEST_TOKEN),
        wanted.text("key", LONGEST_TOKEN),
        cause == null || cause.isEmpty() ? null : cause,
        wanted.instant("diedBefore"));
  }

  void discard(Context ctx) {
    Fields body = Fields.of(RequestBody.json(ctx));
    String reason = body.requiredText("reason", LONGEST_REASON);
    if (reason.isBlank() && body.has("reason")) {
      body.wrong("reason", "reason must not be blank");
    }
    body.check();
    if (redrive.withTrail(trail(ctx)).discard(number(ctx), reason) != Redrive.Result.DONE) {
      throw Problem.notFound();
    }
    ctx.status(204);
  }

  private static long number(Context ctx) {
    String id = ctx.pathParam("deadLetterId");
    if (!id.matches("\\d{1,18}")) {
      throw Problem.notFound();
    }
    return Long.parseLong(id);
  }

  /** Writes what is done into the audit log, in the transaction in which it is done. */
  private DeadLetterTrail trail(Context ctx) {
    OwnerId caller = Requests.caller(ctx).account();
    String address = Requests.address(ctx);
    return (tx, act, letter, reason) -> note(tx, act, letter, reason, caller, address);
  }

  private void note(
      Transaction tx,
      DeadLetterTrail.Act act,
      DeadLetter letter,
      String reason,
      OwnerId caller,
      String address) {
    String about =
        letter.number() + " " + letter.message().type() + (reason.isEmpty() ? "" : ": " + reason);
    TransactionHandles.useHandle(
        tx,
        handle ->
            audit.record(
                handle,
                act == DeadLetterTrail.Act.REDRIVEN
                    ? Act.DEAD_LETTERS_REDRIVEN
                    : Act.DEAD_LETTER_DISCARDED,
                caller,
                address,
                about));
  }
}
