/**
 * Every store of the engine on JDBC: PostgreSQL, MariaDB, MySQL and H2.
 *
 * <p>{@link dev.scheduling.jdbc.JdbcTransactions} opens or joins transactions, {@link
 * dev.scheduling.jdbc.JdbcSchema} makes the tables.
 */
@NullMarked
package dev.scheduling.jdbc;

import org.jspecify.annotations.NullMarked;
