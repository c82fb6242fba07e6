/** Scheduling of people's time, without a framework: the library that the adapters plug into. */
module dev.scheduling.engine {
  requires static com.ibm.icu;
  requires static transitive org.jspecify;

  exports dev.scheduling;
  exports dev.scheduling.recurrence;
}
