/**
 * The front door: {@link dev.scheduling.engine.SchedulingEngine} puts the other packages together
 * and holds what several of them need in one transaction.
 */
@NullMarked
package dev.scheduling.engine;

import org.jspecify.annotations.NullMarked;
