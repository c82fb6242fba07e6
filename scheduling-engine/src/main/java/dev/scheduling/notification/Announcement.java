package dev.scheduling.notification;

import dev.scheduling.OwnerId;
import java.util.Set;

/**
 * What one owner is to be told, and how. Immutable and thread-safe.
 *
 * @param owner who is told
 * @param notification what
 * @param collapseKey the same for what makes an earlier notification needless that is still held: 1
 *     to 200 visible ASCII characters
 * @param only by these channels, whatever the owner prefers; if there is none of them here, by
 *     those that the owner prefers
 */
public record Announcement(
    OwnerId owner, NewNotification notification, String collapseKey, Set<String> only) {

  public Announcement {
    only = Set.copyOf(only);
  }
}
