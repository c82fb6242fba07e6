package dev.scheduling.notification;

import dev.scheduling.OwnerId;

/**
 * How far an owner's notifications have come. Immutable and thread-safe.
 *
 * <p>A client remembers the epoch and the last sequence that it has seen. With the same epoch, and
 * a sequence from {@code prunedUpTo} to {@code latest}, it can be told what it missed; otherwise
 * its history is gone and it starts anew.
 *
 * @param owner whose
 * @param epoch names this history: 1 to 64 characters of {@code A-Z a-z 0-9 . _ -}
 * @param latest the last sequence that was given; 0 for none
 * @param readUpTo the last sequence that the owner has said to have seen; 0 for none
 * @param prunedUpTo the last sequence that is no longer kept; 0 for none
 */
public record NotificationFeed(
    OwnerId owner, String epoch, long latest, long readUpTo, long prunedUpTo) {

  /** Whether everything after what a client has seen can still be told. */
  public boolean reaches(String seenEpoch, long seenSequence) {
    return epoch.equals(seenEpoch) && seenSequence >= prunedUpTo && seenSequence <= latest;
  }
}
