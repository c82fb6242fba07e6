package dev.scheduling.server.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.OwnerId;
import java.util.List;

/** What there is to tell an account. Implementations are thread-safe. */
public interface Feed {

  /**
   * Where an account's notifications stand.
   *
   * @param epoch names this history; sequences of another cannot be compared
   * @param latest the sequence of the last notification; 0 before the first
   * @param forgotten up to here they are not kept any more
   */
  record Position(String epoch, long latest, long forgotten) {}

  /**
   * One notification as it goes to the client.
   *
   * @param frame all but the type
   */
  record Item(long sequence, ObjectNode frame) {}

  Position position(OwnerId account);

  /** Those after a sequence, in order; at most {@code limit}. */
  List<Item> after(OwnerId account, long sequence, int limit);
}
