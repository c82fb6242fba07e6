/** How fast messages go from a transaction to their receiver, beside what people use instead. */
@NullMarked
package dev.scheduling.benchmarks.outbox;

import org.jspecify.annotations.NullMarked;
