package dev.scheduling.reminder;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.scheduling.outbox.OutboxMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * One firing of a reminder: what was staged for delivery. Immutable and thread-safe.
 *
 * @param cursor the cursor as it was then
 * @param time when it is due, and of which occurrence
 */
public record DueReminder(ReminderCursor cursor, ReminderTime time) {

  private static final JsonFactory JSON = new JsonFactory();

  /**
   * Names the reminder of this occurrence to whoever puts it off: {@code <cursor>~<occurrence>}.
   */
  public String id() {
    return cursor.id() + '~' + time.occurrence();
  }

  /**
   * The message that delivers it, not before it is due. Its id is the same whoever stages it, and
   * another one for each revision.
   */
  OutboxMessage toMessage(String type, Instant created) {
    String revision = Long.toString(cursor.revision());
    return OutboxMessage.builder(type, cursor.event().value(), created)
        .id(id() + '~' + revision)
        .notBefore(time.due())
        .header(ReminderDelivery.CURSOR, cursor.id())
        .header(ReminderDelivery.REVISION, revision)
        .payload("application/json", json(type))
        .build();
  }

  private byte[] json(String type) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("kind", type);
      out.writeStringField("owner", cursor.owner().value());
      out.writeStringField("calendarId", cursor.calendar().value());
      out.writeStringField("eventId", cursor.event().value());
      out.writeStringField("occurrence", time.occurrence().toString());
      out.writeStringField("reminderId", id());
      out.writeStringField("starts", time.starts().toString());
      out.writeStringField("due", time.due().toString());
      if (!cursor.channels().isEmpty()) {
        out.writeStringField("channels", String.join(",", cursor.channels()));
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
