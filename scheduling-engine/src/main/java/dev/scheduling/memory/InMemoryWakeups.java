package dev.scheduling.memory;

import dev.scheduling.Wakeups;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Wake-ups between the nodes of one process, on the thread that wakes. Thread-safe. */
public final class InMemoryWakeups implements Wakeups {

  private final Map<String, List<Consumer<String>>> listeners = new ConcurrentHashMap<>();

  @Override
  public void wake(String topic, String subject) {
    Wakeups.check(topic, subject);
    listeners.getOrDefault(topic, List.of()).forEach(listener -> listener.accept(subject));
  }

  @Override
  public void listen(String topic, Consumer<String> listener) {
    Wakeups.check(topic, "");
    listeners.computeIfAbsent(topic, name -> new CopyOnWriteArrayList<>()).add(listener);
  }
}
