package dev.scheduling.jdbc;

/** Puts the prefix before the names of tables, in statements as in migrations. */
final class TablePrefix {

  private final String prefix;

  TablePrefix(String prefix) {
    this.prefix = JdbcSchema.checkPrefix(prefix);
  }

  /** A statement in which {@code ${prefix}} has been replaced. */
  String in(String sql) {
    return sql.replace("${prefix}", prefix);
  }
}
