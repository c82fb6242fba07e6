/**
 * The channels by which accounts are reached beside the page: what is said there, where to, and how
 * it gets there.
 */
@NullMarked
package dev.scheduling.server.channel;

import org.jspecify.annotations.NullMarked;
