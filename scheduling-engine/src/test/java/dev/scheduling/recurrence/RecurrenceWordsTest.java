package dev.scheduling.recurrence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a rule is called, word by word; {@link RecurrenceWordsPropertyTest} has the laws. */
class RecurrenceWordsTest {

  record Row(String rule, String english, String korean) {}

  private static Row row(String rule, String english, String korean) {
    return new Row(rule, english, korean);
  }

  static Stream<Row> periods() {
    return Stream.of(
        row("FREQ=YEARLY", "every year", "매년"),
        row("FREQ=YEARLY;INTERVAL=2", "every second year", "격년"),
        row("FREQ=YEARLY;INTERVAL=4", "every fourth year", "4년마다"),
        row("FREQ=MONTHLY", "every month", "매월"),
        row("FREQ=MONTHLY;INTERVAL=2", "every second month", "격월"),
        row("FREQ=MONTHLY;INTERVAL=18", "every 18th month", "18개월마다"),
        row("FREQ=WEEKLY", "every week", "매주"),
        row("FREQ=WEEKLY;INTERVAL=2", "every second week", "격주"),
        row("FREQ=WEEKLY;INTERVAL=3", "every third week", "3주마다"),
        row("FREQ=DAILY", "every day", "매일"),
        row("FREQ=DAILY;INTERVAL=2", "every second day", "격일"),
        row("FREQ=DAILY;INTERVAL=112", "every 112th day", "112일마다"),
        row("FREQ=HOURLY", "every hour", "매시간"),
        row("FREQ=HOURLY;INTERVAL=6", "every 6 hours", "6시간마다"),
        row("FREQ=MINUTELY", "every minute", "매분"),
        row("FREQ=MINUTELY;INTERVAL=90", "every 90 minutes", "90분마다"),
        row("FREQ=SECONDLY", "every second", "매초"),
        row("FREQ=SECONDLY;INTERVAL=10", "every 10 seconds", "10초마다"));
  }

  static Stream<Row> ends() {
    return Stream.of(
        row(
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20270303",
            "every second Tuesday until 3 March 2027",
            "2027년 3월 3일까지 격주 화요일"),
        row(
            "FREQ=DAILY;UNTIL=20270303T093000",
            "every day until 3 March 2027 at 09:30",
            "2027년 3월 3일 09:30까지 매일"),
        row(
            "FREQ=DAILY;UNTIL=20271231T235959Z",
            "every day until 31 December 2027 at 23:59:59 UTC",
            "2027년 12월 31일 23:59:59(UTC)까지 매일"),
        row("FREQ=DAILY;COUNT=10", "every day, 10 times", "매일, 총 10회"),
        row("FREQ=DAILY;COUNT=1", "every day, once", "매일, 총 1회"),
        row(
            "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR;UNTIL=20300101",
            "every month on the 13th, only on Fridays, until 1 January 2030",
            "2030년 1월 1일까지 매월 13일, 금요일에만"));
  }

  static Stream<Row> weeks() {
    return Stream.of(
        row("FREQ=WEEKLY;BYDAY=TU", "every Tuesday", "매주 화요일"),
        row("FREQ=WEEKLY;BYDAY=MO,WE", "every Monday and Wednesday", "매주 월·수요일"),
        row("FREQ=WEEKLY;BYDAY=MO,WE,FR", "every Monday, Wednesday and Friday", "매주 월·수·금요일"),
        row("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every weekday", "평일마다"),
        row("FREQ=WEEKLY;BYDAY=SA,SU", "every Saturday and Sunday", "매주 토·일요일"),
        row("FREQ=WEEKLY;BYDAY=SU,MO,TU,WE,TH,FR,SA", "every week on all seven days", "매주 모든 요일"),
        row(
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR",
            "every second week on Monday and Friday",
            "격주 월·금요일"),
        row(
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR",
            "every second week on weekdays",
            "격주 평일"),
        row("FREQ=WEEKLY;INTERVAL=3;BYDAY=FR", "every third week on Friday", "3주마다 금요일"),
        row("FREQ=WEEKLY;BYDAY=MO;WKST=SU", "every Monday", "매주 월요일"),
        row(
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU",
            "every second week on Tuesday and Sunday, with weeks that start on Sunday",
            "격주 화·일요일, 한 주의 시작은 일요일"),
        row(
            "FREQ=WEEKLY;BYDAY=MO,TH;BYMONTH=6,7",
            "every Monday and Thursday, only in June and July",
            "매주 월·목요일, 6·7월에만"),
        row(
            "FREQ=WEEKLY;BYDAY=MO,TH;BYSETPOS=1",
            "every Monday and Thursday, of these only the first of each week",
            "매주 월·목요일, 그중 주마다 첫째 것만"));
  }

  static Stream<Row> months() {
    return Stream.of(
        row("FREQ=MONTHLY;BYMONTHDAY=15", "every month on the 15th", "매월 15일"),
        row("FREQ=MONTHLY;BYMONTHDAY=-1", "every month on the last day", "매월 말일"),
        row("FREQ=MONTHLY;BYMONTHDAY=-2", "every month on the second-to-last day", "매월 끝에서 둘째 날"),
        row(
            "FREQ=MONTHLY;BYMONTHDAY=1,15,-1",
            "every month on the 1st, 15th and last day",
            "매월 1·15일과 말일"),
        row(
            "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
            "every month on the 7th to 13th, only on Saturdays",
            "매월 7~13일, 토요일에만"),
        row("FREQ=MONTHLY;BYDAY=-1FR", "every month on the last Friday", "매월 마지막 금요일"),
        row("FREQ=MONTHLY;BYDAY=2TU", "every month on the second Tuesday", "매월 둘째 화요일"),
        row(
            "FREQ=MONTHLY;BYDAY=1MO,3MO",
            "every month on the first and third Monday",
            "매월 첫째·셋째 월요일"),
        row(
            "FREQ=MONTHLY;INTERVAL=2;BYDAY=1SU,-1SU",
            "every second month on the first and last Sunday",
            "격월 첫째·마지막 일요일"),
        row(
            "FREQ=MONTHLY;BYDAY=WE,1MO,-2FR",
            "every month on every Wednesday, the first Monday and the second-to-last Friday",
            "매월 모든 수요일, 첫째 월요일과 끝에서 둘째 금요일"),
        row("FREQ=MONTHLY;BYDAY=TU", "every month on every Tuesday", "매월 모든 화요일"),
        row(
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "every month on the last weekday",
            "매월 마지막 평일"),
        row(
            "FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=1",
            "every month on the first Saturday or Sunday",
            "매월 토·일요일 중 첫째 날"),
        row(
            "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2",
            "every month on every Tuesday, of these only the second of each month",
            "매월 모든 화요일, 그중 달마다 둘째 것만"),
        row(
            "FREQ=MONTHLY;BYMONTHDAY=1;BYMONTH=1,7",
            "every month on the 1st, only in January and July",
            "매월 1일, 1·7월에만"),
        row(
            "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR",
            "every month on the 13th, only on Fridays",
            "매월 13일, 금요일에만"));
  }

  static Stream<Row> years() {
    return Stream.of(
        row("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25", "every year on 25 December", "매년 12월 25일"),
        row(
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1",
            "every year on the last day of February",
            "매년 2월 말일"),
        row(
            "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=1,15",
            "every year on the 1st and 15th of March and September",
            "매년 3·9월의 1·15일"),
        row("FREQ=YEARLY;BYMONTHDAY=15", "every year on the 15th of every month", "매년 모든 달의 15일"),
        row("FREQ=YEARLY;BYMONTH=6,7", "every year in June and July", "매년 6·7월"),
        row(
            "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
            "every year on the second Sunday of March",
            "매년 3월 둘째 일요일"),
        row(
            "FREQ=YEARLY;BYMONTH=6,7;BYDAY=TH",
            "every year on every Thursday in June and July",
            "매년 6·7월의 모든 목요일"),
        row(
            "FREQ=YEARLY;BYDAY=20MO",
            "every year on the 20th Monday of the year",
            "매년 연중 20번째 월요일"),
        row("FREQ=YEARLY;BYDAY=-1FR", "every year on the last Friday of the year", "매년 연중 마지막 금요일"),
        row(
            "FREQ=YEARLY;BYYEARDAY=1,100,-1",
            "every year on the 1st, 100th and last day of the year",
            "매년 연중 1·100번째 날과 마지막 날"),
        row("FREQ=YEARLY;BYYEARDAY=1", "every year on the 1st day of the year", "매년 연중 첫날"),
        row("FREQ=YEARLY;BYWEEKNO=20", "every year in week 20", "매년 20주차"),
        row("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "every year on Monday of week 20", "매년 20주차 월요일"),
        row(
            "FREQ=YEARLY;BYWEEKNO=1,20,-1;BYDAY=MO,TU,WE,TH,FR;WKST=SU",
            "every year on weekdays of weeks 1 and 20 and the last week of the year,"
                + " with weeks that start on Sunday",
            "매년 1·20주차와 마지막 주의 평일, 한 주의 시작은 일요일"),
        row(
            "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
            "every fourth year on the 2nd to 8th of November, only on Tuesdays",
            "4년마다 11월 2~8일, 화요일에만"),
        row(
            "FREQ=YEARLY;BYMONTH=9;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1",
            "every year on the first weekday of September",
            "매년 9월 첫째 평일"));
  }

  static Stream<Row> times() {
    return Stream.of(
        row("FREQ=DAILY;BYHOUR=9,17;BYMINUTE=0", "every day at 09:00 and 17:00", "매일 09:00·17:00"),
        row(
            "FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=30;BYSECOND=15",
            "every Monday at 09:30:15",
            "매주 월요일 09:30:15"),
        row("FREQ=DAILY;BYHOUR=9", "every day in hour 9", "매일 9시대"),
        row("FREQ=DAILY;BYMINUTE=30;BYSECOND=0", "every day at second 0 of minute 30", "매일 30분 0초"),
        row(
            "FREQ=DAILY;BYHOUR=9,10,11,12;BYMINUTE=0,15,30,45",
            "every day at minutes 0, 15, 30 and 45 in hours 9 to 12",
            "매일 9~12시대 0·15·30·45분"),
        row(
            "FREQ=HOURLY;BYMINUTE=0,30;BYHOUR=9,10,11;BYDAY=MO,TU,WE,TH,FR",
            "every hour at minutes 0 and 30, only in hours 9 to 11 on weekdays",
            "매시간 0·30분, 평일 9~11시대에만"),
        row(
            "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10;BYMONTH=1",
            "every 20 minutes, only in hours 9 and 10 in January",
            "20분마다, 1월 9·10시대에만"),
        row(
            "FREQ=SECONDLY;INTERVAL=5;BYSECOND=0,30;BYMINUTE=1;BYYEARDAY=-1",
            "every 5 seconds, only at seconds 0 and 30 of minute 1 on the last day of the year",
            "5초마다, 연중 마지막 날 1분 0·30초에만"),
        row(
            "FREQ=DAILY;BYHOUR=9,17;BYMINUTE=0;BYSETPOS=-1",
            "every day at 09:00 and 17:00, of these only the last of each day",
            "매일 09:00·17:00, 그중 날마다 마지막 것만"),
        row(
            "FREQ=DAILY;BYMONTH=1;BYMONTHDAY=1,-1;BYDAY=MO,FR",
            "every day, only on Mondays and Fridays on the 1st and last day of January",
            "매일, 1월 1일과 말일 월·금요일에만"),
        row("FREQ=DAILY;BYMONTHDAY=1", "every day, only on the 1st of the month", "매일, 매월 1일에만"));
  }

  static Stream<Row> calendars() {
    return Stream.of(
        row(
            "FREQ=YEARLY;RSCALE=DANGI;BYMONTH=8;BYMONTHDAY=15",
            "every year on the 15th of month 8, in the Korean lunar calendar",
            "매년 8월 15일, 한국 음력 기준"),
        row(
            "FREQ=YEARLY;RSCALE=HEBREW;BYMONTH=5L;BYMONTHDAY=8;SKIP=FORWARD",
            "every year on the 8th of leap month 5, in the Hebrew calendar,"
                + " a missing date moving on to the one after it",
            "매년 윤5월 8일, 히브리력 기준, 없는 날짜는 바로 뒤 날짜로"),
        row(
            "FREQ=MONTHLY;RSCALE=GREGORIAN;BYMONTHDAY=31;SKIP=BACKWARD;COUNT=12",
            "every month on the 31st, 12 times, in the Gregorian calendar,"
                + " a missing date moving back to the one before it",
            "매월 31일, 총 12회, 그레고리력 기준, 없는 날짜는 바로 앞 날짜로"),
        row(
            "FREQ=YEARLY;RSCALE=CHINESE;BYMONTH=4,4L,6",
            "every year in month 4, leap month 4 and month 6, in the Chinese calendar",
            "매년 4·6월과 윤4월, 중국 음력 기준"));
  }

  @ParameterizedTest
  @MethodSource({"periods", "ends", "weeks", "months", "years", "times", "calendars"})
  void aRuleIsToldInEnglish(Row row) {
    RecurrenceRule rule = RecurrenceRule.parse(row.rule());
    assertEquals(row.english(), RecurrenceWords.of(rule, Locale.ENGLISH));
  }

  @ParameterizedTest
  @MethodSource({"periods", "ends", "weeks", "months", "years", "times", "calendars"})
  void aRuleIsToldInKorean(Row row) {
    RecurrenceRule rule = RecurrenceRule.parse(row.rule());
    assertEquals(row.korean(), RecurrenceWords.of(rule, Locale.KOREAN));
  }

  @Test
  void theLanguageOfTheLocaleDecidesAndEnglishStandsInForOthers() {
    RecurrenceRule rule = RecurrenceRule.parse("FREQ=DAILY");
    assertEquals("매일", RecurrenceWords.of(rule, Locale.KOREA));
    assertEquals("every day", RecurrenceWords.of(rule, Locale.UK));
    assertEquals("every day", RecurrenceWords.of(rule, Locale.FRENCH));
    assertEquals("every day", RecurrenceWords.of(rule, Locale.ROOT));
  }
}
