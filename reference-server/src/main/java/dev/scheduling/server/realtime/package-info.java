/**
 * The WebSocket: {@link dev.scheduling.server.realtime.Gateway} tells those who are connected of
 * their notifications, in order, without gap or duplicate, also what they missed.
 */
@NullMarked
package dev.scheduling.server.realtime;

import org.jspecify.annotations.NullMarked;
