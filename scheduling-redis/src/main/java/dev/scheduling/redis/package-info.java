/**
 * Redis on lettuce: one connection that mends itself, and scripts that run in one step. No port of
 * the engine is implemented here yet; who embeds the library builds on {@link RedisConnection}.
 */
@NullMarked
package dev.scheduling.redis;

import org.jspecify.annotations.NullMarked;
