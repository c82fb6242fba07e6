/** Scheduling of people's time, without a framework: the library that the adapters plug into. */
module dev.scheduling.engine {
  requires static com.ibm.icu;
  requires static transitive org.jspecify;
  requires com.fasterxml.jackson.core;
  requires ical4j.core;
  requires micrometer.core;
  requires org.slf4j;

  exports dev.scheduling;
  exports dev.scheduling.availability;
  exports dev.scheduling.calendar;
  exports dev.scheduling.conflict;
  exports dev.scheduling.engine;
  exports dev.scheduling.ics;
  exports dev.scheduling.memory;
  exports dev.scheduling.notification;
  exports dev.scheduling.outbox;
  exports dev.scheduling.recurrence;
  exports dev.scheduling.reminder;
}
