/**
 * What every other package speaks of: ranges of time, identifiers, transactions, and what nodes
 * share beside the stores.
 *
 * <p>Ports: {@link dev.scheduling.Transactions}, {@link dev.scheduling.Wakeups}, {@link
 * dev.scheduling.NodeLeases}, {@link dev.scheduling.CacheStore}.
 */
@NullMarked
package dev.scheduling;

import org.jspecify.annotations.NullMarked;
