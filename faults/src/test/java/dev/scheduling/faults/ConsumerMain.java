package dev.scheduling.faults;

import com.zaxxer.hikari.HikariDataSource;
import dev.scheduling.jdbc.JdbcStores;
import dev.scheduling.kafka.KafkaMessageReceiver;
import dev.scheduling.outbox.MessageSender;
import dev.scheduling.outbox.SendResult;
import java.nio.file.Path;
import java.util.List;

/** A receiver with the consumers behind it. Arguments: the settings, its name. */
final class ConsumerMain {

  private ConsumerMain() {}

  public static void main(String[] arguments) throws Exception {
    RunSettings settings = RunSettings.read(Path.of(arguments[0]));
    Orders orders = Orders.listen();
    HikariDataSource pool = settings.pool();
    JdbcStores stores = JdbcStores.on(pool);
    Ledger sights = Ledger.append(settings.folder().resolve("sights-" + arguments[1] + ".ledger"));
    MessageSender consumers =
        RelayMain.observed(RelayMain.consumers(settings, orders, pool, stores), orders, sights);
    KafkaMessageReceiver receiver =
        RelayMain.receiver(
                settings,
                arguments[1],
                stores,
                messages -> {
                  List<SendResult> results = consumers.send(messages);
                  orders.at(FaultPoint.BETWEEN_EFFECT_AND_OFFSET_COMMIT);
                  return results;
                })
            .start();
    orders.awaitQuit();
    receiver.close();
    System.exit(0);
  }
}
