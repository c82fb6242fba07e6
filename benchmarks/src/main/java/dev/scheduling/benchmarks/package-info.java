/**
 * The command {@code ./bench}: runs a set of measurements, writes its table and chart, and keeps
 * the list of figures. A new set is one class that implements {@link
 * dev.scheduling.benchmarks.Suite} and one line in {@link dev.scheduling.benchmarks.Bench}.
 */
@NullMarked
package dev.scheduling.benchmarks;

import org.jspecify.annotations.NullMarked;
