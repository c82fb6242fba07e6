/**
 * What owners of calendars are told, and those whom they share them with: a feed for each, numbered
 * without gaps, so that a client that was away knows what it missed.
 *
 * <p>Ports: {@link dev.scheduling.notification.NotificationStore}, {@link
 * dev.scheduling.notification.NotificationListener}, {@link dev.scheduling.notification.Audience}.
 */
@NullMarked
package dev.scheduling.notification;

import org.jspecify.annotations.NullMarked;
