/**
 * What owners of calendars are told: a feed for each owner, numbered without gaps, so that a client
 * that was away knows what it missed.
 *
 * <p>Ports: {@link dev.scheduling.notification.NotificationStore}, {@link
 * dev.scheduling.notification.NotificationListener}.
 */
@NullMarked
package dev.scheduling.notification;

import org.jspecify.annotations.NullMarked;
