/** Bookings under contention, beside what one would write without the library. */
@NullMarked
package dev.scheduling.benchmarks.bookings;

import org.jspecify.annotations.NullMarked;
