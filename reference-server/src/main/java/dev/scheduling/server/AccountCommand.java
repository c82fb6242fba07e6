package dev.scheduling.server;

import dev.scheduling.server.account.EmailAddress;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * {@code ./serve account …}: what an administrator does where there is no mail. No password is
 * given or shown here, where it would stay in the shell's history: there is a link to choose one.
 */
final class AccountCommand {

  static final String NAME = "account";

  private static final String USAGE =
      """
      usage: ./serve account create EMAIL          makes an account
             ./serve account reset-password EMAIL  for an account that is there
      Both print a link, good for an hour and once, to choose the password with.
      The built-in database is for one process at a time: stop the server for the command. Beside a
      server with DATABASE_URL it can run at any time, with the same settings.""";

  private AccountCommand() {}

  /**
   * Does what the arguments say.
   *
   * @param arguments begin with {@link #NAME}
   * @return the exit code of the process
   * @throws StartException if the database cannot be reached
   */
  static int run(
      List<String> arguments,
      Settings settings,
      InstantSource clock,
      PrintStream out,
      PrintStream err) {
    Optional<EmailAddress> email =
        arguments.size() == 3 ? EmailAddress.parse(arguments.get(2)) : Optional.empty();
    String act = arguments.size() > 1 ? arguments.get(1) : "";
    if (email.isEmpty() || !List.of("create", "reset-password").contains(act)) {
      err.println(USAGE);
      return 2;
    }
    try (Wiring wiring = Wiring.offline(settings, clock)) {
      boolean create = act.equals("create");
      Optional<String> link =
          create ? wiring.createAccount(email.get()) : wiring.passwordLink(email.get());
      if (link.isEmpty()) {
        err.println(
            (create ? "there is an account with the address " : "no account has the address ")
                + email.get());
        return 1;
      }
      out.println("within an hour, choose the password at " + link.get());
      return 0;
    }
  }
}
