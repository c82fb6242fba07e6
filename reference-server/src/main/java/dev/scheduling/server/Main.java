package dev.scheduling.server;

import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;

/** Starts the server from a command line. */
public final class Main {

  private Main() {}

  /**
   * Starts the server with the settings of the environment; it runs until it is told to end. With
   * arguments it does what they say instead, and ends.
   */
  public static void main(String[] arguments) {
    // What the database keeps has no more than milliseconds, so what is answered has no more
    // either.
    InstantSource clock = Clock.tickMillis(ZoneOffset.UTC);
    try {
      Settings settings = Settings.from(System.getenv());
      if (arguments.length > 0) {
        System.exit(command(List.of(arguments), settings, clock));
      }
      Wiring server = Wiring.start(settings, clock);
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
      server
          .setupLink()
          .ifPresent(link -> System.out.println("make the administrator's account at " + link));
      System.out.println("ready " + server.address() + " in " + sinceStart(clock) + " ms");
    } catch (WrongSettingsException | StartException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static int command(List<String> arguments, Settings settings, InstantSource clock) {
    if (!arguments.get(0).equals(AccountCommand.NAME)) {
      System.err.println(
          "the server takes its settings from the environment; there is also: account");
      return 2;
    }
    return AccountCommand.run(arguments, settings, clock, System.out, System.err);
  }

  /** Since the process was started, so that what the JVM needs for itself counts too. */
  private static long sinceStart(InstantSource clock) {
    return ProcessHandle.current()
        .info()
        .startInstant()
        .map(start -> Duration.between(start, clock.instant()).toMillis())
        .orElse(0L);
  }
}
