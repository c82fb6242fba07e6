/** How fast is the interval index, beside the interval trees that people would use instead? */
@NullMarked
package dev.scheduling.benchmarks.intervals;

import org.jspecify.annotations.NullMarked;
