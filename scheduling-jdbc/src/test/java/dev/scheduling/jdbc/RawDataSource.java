package dev.scheduling.jdbc;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A DataSource without a pool, whose connections can be looked at before they are closed. */
final class RawDataSource implements DataSource {

  interface Source {
    Connection open() throws SQLException;
  }

  interface Step {
    void on(Connection connection) throws SQLException;
  }

  private final Source source;
  private Step beforeClose = connection -> {};

  RawDataSource(Source source) {
    this.source = source;
  }

  RawDataSource(TestDatabase database, Step afterOpen) {
    this(
        () -> {
          Connection connection =
              DriverManager.getConnection(database.url(), database.user(), database.password());
          afterOpen.on(connection);
          return connection;
        });
  }

  void beforeClose(Step step) {
    beforeClose = step;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = source.open();
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                beforeClose.on(connection);
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public PrintWriter getLogWriter() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setLoginTimeout(int seconds) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("not a wrapper");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
