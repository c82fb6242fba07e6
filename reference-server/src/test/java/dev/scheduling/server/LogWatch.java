package dev.scheduling.server;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** Reads along what is logged in the test's own process, and looks for secrets in it. */
final class LogWatch {

  private static final class Collector extends AppenderBase<ILoggingEvent> {

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      String trace =
          event.getThrowableProxy() == null
              ? ""
              : ThrowableProxyUtil.asString(event.getThrowableProxy());
      lines.add(event.getFormattedMessage() + " " + event.getMDCPropertyMap() + " " + trace);
    }
  }

  private final Logger root;
  private final Collector collector;

  private LogWatch(Logger root, Collector collector) {
    this.root = root;
    this.collector = collector;
  }

  /** Begins to read along. */
  static LogWatch begin() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Collector collector = new Collector();
    collector.setContext(context);
    collector.start();
    root.addAppender(collector);
    return new LogWatch(root, collector);
  }

  /**
   * Ends it.
   *
   * @throws AssertionError if there was a secret in a line
   */
  void end() {
    root.detachAppender(collector);
    SecretWatch.check("the log", String.join("\n", collector.lines));
  }
}
