package dev.scheduling.server.channel;

/**
 * What a device shows. Immutable and thread-safe.
 *
 * @param id the delivery's, by which a device that gets it twice shows it once
 * @param body perhaps empty
 * @param secondsToLive how long it is worth delivering, from 0
 * @param urgent whether a device that sleeps is woken for it
 */
record PushMessage(String id, String title, String body, long secondsToLive, boolean urgent) {}
