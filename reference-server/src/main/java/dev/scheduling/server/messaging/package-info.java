/** How messages travel in the server: in the process, or over Kafka; and alerts about them. */
@NullMarked
package dev.scheduling.server.messaging;

import org.jspecify.annotations.NullMarked;
