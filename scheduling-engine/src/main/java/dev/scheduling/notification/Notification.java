package dev.scheduling.notification;

import dev.scheduling.OwnerId;
import java.time.Instant;

/**
 * Something that an owner was told. Immutable and thread-safe.
 *
 * @param owner who was told
 * @param epoch names the history that the sequence belongs to; see {@link NotificationFeed}
 * @param sequence its number in the owner's feed: 1, 2, 3 …
 * @param id names it, to tell a repetition by
 * @param kind what it is about, such as {@code event.changed}
 * @param at when it happened
 * @param data a JSON value
 * @param read whether the owner has said to have seen it
 */
public record Notification(
    OwnerId owner,
    String epoch,
    long sequence,
    String id,
    String kind,
    Instant at,
    String data,
    boolean read) {}
