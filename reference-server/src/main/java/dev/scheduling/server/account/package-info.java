/**
 * Who may do what: accounts, passwords, sessions and their tokens, and which calendars an account
 * may reach.
 */
@NullMarked
package dev.scheduling.server.account;

import org.jspecify.annotations.NullMarked;
