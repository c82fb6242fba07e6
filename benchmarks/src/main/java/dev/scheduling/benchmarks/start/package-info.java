/** How long the reference server takes to start, and how much memory it holds then. */
@NullMarked
package dev.scheduling.benchmarks.start;

import org.jspecify.annotations.NullMarked;
