package dev.scheduling.notification;

import dev.scheduling.CalendarId;
import dev.scheduling.OwnerId;
import dev.scheduling.Transaction;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says who besides its owner is told of what happens in a calendar: those whom it is shared with,
 * wherever the embedder keeps that. Implementations are thread-safe.
 */
@FunctionalInterface
public interface Audience {

  /** Nobody besides the owner. */
  Audience OWNER_ALONE = (tx, calendars) -> Map.of();

  /**
   * Who is told of several calendars, the owners apart; calendars with nobody are left out. It is
   * asked when a message is consumed, so who may no longer know by then is not told of what
   * happened before; one notification is written for each, so there should be a limit on how many.
   *
   * @param tx the transaction in which the notifications are written
   * @param calendars 1 to {@value dev.scheduling.outbox.MessageConsumer#MOST_TOGETHER}
   */
  Map<CalendarId, List<OwnerId>> besidesOwners(Transaction tx, Set<CalendarId> calendars);
}
