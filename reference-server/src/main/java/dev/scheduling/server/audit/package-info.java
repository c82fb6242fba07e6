/**
 * What was done that matters to security, by whom, when and from where: {@link
 * dev.scheduling.server.audit.Audit}.
 */
@NullMarked
package dev.scheduling.server.audit;

import org.jspecify.annotations.NullMarked;
