/**
 * The reference server: {@link dev.scheduling.server.Main} reads {@link
 * dev.scheduling.server.Settings} once, {@link dev.scheduling.server.Wiring} puts the parts
 * together. Nothing here computes a time; that is the engine's affair.
 */
@NullMarked
package dev.scheduling.server;

import org.jspecify.annotations.NullMarked;
