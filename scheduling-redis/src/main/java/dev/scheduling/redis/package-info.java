/**
 * Redis on lettuce: one connection that mends itself, scripts that run in one step, and on them the
 * engine's ports for what nodes share: {@link dev.scheduling.redis.RedisWakeups}, {@link
 * dev.scheduling.redis.RedisNodeLeases}, {@link dev.scheduling.redis.RedisCacheStore}. Who embeds
 * the library may build on {@link dev.scheduling.redis.RedisConnection} too.
 */
@NullMarked
package dev.scheduling.redis;

import org.jspecify.annotations.NullMarked;
