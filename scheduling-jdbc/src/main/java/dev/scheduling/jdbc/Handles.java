package dev.scheduling.jdbc;

import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.TemplateEngine;

/** How jdbi is set up for the stores of this package. */
final class Handles {

  private Handles() {}

  static Jdbi configured(Jdbi jdbi) {
    jdbi.getConfig(SqlStatements.class)
        // Our statements are complete; "<" in them is a comparison and not the start of a template.
        .setTemplateEngine(TemplateEngine.NOP)
        .setUnusedBindingAllowed(false);
    return jdbi;
  }
}
