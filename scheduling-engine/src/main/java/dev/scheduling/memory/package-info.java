/**
 * Every port's version in memory: for tests, for trying things out, and for work that may be lost
 * when the process ends. The contract tests that the adapters pass, they pass too.
 */
@NullMarked
package dev.scheduling.memory;

import org.jspecify.annotations.NullMarked;
