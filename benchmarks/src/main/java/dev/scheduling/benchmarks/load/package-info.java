/** The whole way of many events, from HTTP to their effect, with and without kills. */
@NullMarked
package dev.scheduling.benchmarks.load;

import org.jspecify.annotations.NullMarked;
