/** How long does it take to find all times at which people can meet? */
@NullMarked
package dev.scheduling.benchmarks.slots;

import org.jspecify.annotations.NullMarked;
