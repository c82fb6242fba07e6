/**
 * What every other package speaks of: ranges of time, identifiers and transactions.
 *
 * <p>Ports: {@link dev.scheduling.Transactions}.
 */
@NullMarked
package dev.scheduling;

import org.jspecify.annotations.NullMarked;
