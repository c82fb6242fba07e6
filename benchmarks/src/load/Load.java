import static us.abstracta.jmeter.javadsl.JmeterDsl.constantTimer;
import static us.abstracta.jmeter.javadsl.JmeterDsl.csvDataSet;
import static us.abstracta.jmeter.javadsl.JmeterDsl.httpSampler;
import static us.abstracta.jmeter.javadsl.JmeterDsl.testPlan;
import static us.abstracta.jmeter.javadsl.JmeterDsl.threadGroup;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.http.entity.ContentType;
import us.abstracta.jmeter.javadsl.core.TestPlanStats;
import us.abstracta.jmeter.javadsl.core.stats.StatsSummary;

/**
 * Events booked over HTTP by JMeter. Arguments: the server's address, a file with a line for each
 * event (token, calendar, key, start), the number of users, the number of events, how many
 * milliseconds a user rests before each request, where the answer goes: requests, errors, and
 * milliseconds: mean, 95th percentile, longest, all together.
 */
public final class Load {

  public static void main(String[] arguments) throws Exception {
    int users = Integer.parseInt(arguments[2]);
    int events = Integer.parseInt(arguments[3]);
    TestPlanStats stats =
        testPlan(
                threadGroup(
                    users,
                    events / users,
                    csvDataSet(arguments[1]),
                    constantTimer(Duration.ofMillis(Long.parseLong(arguments[4]))),
                    httpSampler("book", arguments[0] + "v1/calendars/${calendar}/events")
                        .header("Authorization", "Bearer ${token}")
                        .header("Idempotency-Key", "${key}")
                        .post(
                            "{\"title\":\"${__time()}\",\"start\":{\"dateTime\":\"${start}\","
                                + "\"timeZone\":\"Asia/Seoul\"},\"duration\":\"PT5M\"}",
                            ContentType.APPLICATION_JSON)))
            .run();
    StatsSummary all = stats.overall();
    Files.writeString(
        Path.of(arguments[5]),
        String.join(
            " ",
            Long.toString(all.samplesCount()),
            Long.toString(all.errorsCount()),
            Long.toString(all.sampleTime().mean().toMillis()),
            Long.toString(all.sampleTime().perc95().toMillis()),
            Long.toString(all.sampleTime().max().toMillis()),
            Long.toString(stats.duration().toMillis())));
    System.exit(0);
  }
}
