package dev.scheduling.jdbc;

import dev.scheduling.SchedulingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * The tables of the stores: a list of numbered migrations, each written once for all databases,
 * with a prefix before every name.
 *
 * <p>Run {@link #migrate} (Flyway must be on the class path), or give {@link #statements} to the
 * tool that you use already. The tables go into the connection's current schema. Immutable and
 * thread-safe.
 */
public final class JdbcSchema {

  /** The prefix that is used unless another is given: {@value}. */
  public static final String DEFAULT_PREFIX = "scheduling_";

  static final String FOLDER = "dev/scheduling/jdbc/migration";

  /** In order; a test holds this list and the folder together. */
  static final List<String> MIGRATIONS =
      List.of(
          "V1__calendar",
          "V2__outbox",
          "V3__notification",
          "V4__holds",
          "V6__outbox_marks",
          "V7__reminder",
          "V8__channels",
          "V9__node_lease");

  private static final Pattern PREFIX = Pattern.compile("([a-z][a-z0-9_]{0,19})?");
  private static final Pattern NAME = Pattern.compile("V(\\d+)__(\\w+)");

  private final Dialect dialect;
  private final String prefix;

  private JdbcSchema(Dialect dialect, String prefix) {
    this.dialect = dialect;
    this.prefix = checkPrefix(prefix);
  }

  /** The schema with the {@linkplain #DEFAULT_PREFIX default prefix}. */
  public static JdbcSchema of(Dialect dialect) {
    return new JdbcSchema(dialect, DEFAULT_PREFIX);
  }

  /**
   * The schema with a prefix of one's own choice.
   *
   * @param prefix empty, or a small letter and up to 19 more of {@code a-z 0-9 _}
   * @throws IllegalArgumentException if the prefix is something else
   */
  public static JdbcSchema of(Dialect dialect, String prefix) {
    return new JdbcSchema(dialect, prefix);
  }

  /**
   * One step of the schema. A migration that was released is never changed.
   *
   * @param version its number, from 1
   * @param name what it is about
   * @param statements to be run in this order, without a semicolon at the end
   */
  public record Migration(int version, String name, List<String> statements) {
    public Migration {
      statements = List.copyOf(statements);
    }
  }

  /** All migrations, in the order in which they are to be run. */
  public List<Migration> migrations() {
    return MIGRATIONS.stream().map(this::read).toList();
  }

  /** All statements of all migrations, in the order in which they are to be run. */
  public List<String> statements() {
    return migrations().stream().flatMap(m -> m.statements().stream()).toList();
  }

  /**
   * Runs the migrations that the database has not seen, with Flyway. Which it has seen is kept in a
   * table of our own, {@code <prefix>schema_history}, so that an application's own Flyway is not
   * disturbed. Several nodes may call it at the same time.
   *
   * @throws SchedulingException if a migration fails, or one that was run has been changed since
   */
  public void migrate(DataSource dataSource) {
    FlywayMigrations.run(dataSource, placeholders(), prefix + "schema_history");
  }

  Map<String, String> placeholders() {
    Map<String, String> placeholders = new HashMap<>(dialect.types());
    placeholders.put("prefix", prefix);
    return placeholders;
  }

  static String checkPrefix(String prefix) {
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "the table prefix must be empty, or a small letter and up to 19 more of a-z 0-9 _,"
              + " but is '"
              + prefix
              + "'");
    }
    return prefix;
  }

  private Migration read(String fileName) {
    var name = NAME.matcher(fileName);
    if (!name.matches()) {
      throw new IllegalStateException("not the name of a migration: " + fileName);
    }
    return new Migration(
        Integer.parseInt(name.group(1)), name.group(2), split(replaced(text(fileName))));
  }

  private static String text(String fileName) {
    String path = FOLDER + "/" + fileName + ".sql";
    try (InputStream in = JdbcSchema.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new SchedulingException("the migration " + path + " is missing from the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the migration " + path, e);
    }
  }

  private String replaced(String text) {
    String sql = text;
    for (Map.Entry<String, String> placeholder : placeholders().entrySet()) {
      sql = sql.replace("${" + placeholder.getKey() + "}", placeholder.getValue());
    }
    if (sql.contains("${")) {
      throw new IllegalStateException("a placeholder is not known: " + sql);
    }
    return sql;
  }

  /** Our files end each statement with a semicolon at the end of a line, and use none elsewhere. */
  private static List<String> split(String sql) {
    String withoutComments =
        sql.lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n"));
    List<String> statements = new ArrayList<>();
    for (String statement : withoutComments.split(";\\s*(\n|$)")) {
      if (!statement.isBlank()) {
        statements.add(statement.strip());
      }
    }
    return statements;
  }
}
