/**
 * What owners of calendars are told, and those whom they share them with: a feed for each, numbered
 * without gaps, so that a client that was away knows what it missed, and deliveries by other
 * channels as each prefers.
 *
 * <p>Ports: {@link dev.scheduling.notification.NotificationStore}, {@link
 * dev.scheduling.notification.NotificationListener}, {@link dev.scheduling.notification.Audience},
 * {@link dev.scheduling.notification.ChannelStore}, {@link
 * dev.scheduling.notification.NotificationChannel}.
 */
@NullMarked
package dev.scheduling.notification;

import org.jspecify.annotations.NullMarked;
