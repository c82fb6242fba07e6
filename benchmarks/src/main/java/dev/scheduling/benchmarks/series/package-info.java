/** How long does it take to find the first clash of two series, or to prove that there is none? */
@NullMarked
package dev.scheduling.benchmarks.series;

import org.jspecify.annotations.NullMarked;
