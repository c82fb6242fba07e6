package dev.scheduling.server.account;

import dev.scheduling.server.mail.Mail;

/** What is written to the owners of accounts, in their language. Immutable and thread-safe. */
enum MailTexts {
  ENGLISH(
      "Confirm your e-mail address",
      """
      Somebody, probably you, wants an account with this address. Follow the link within a day to
      confirm it; then you can sign in:

      %s

      If it was not you, do nothing and there will be no account.
      """,
      "You have an account already",
      """
      Somebody, probably you, wanted an account with this address, and there is one already. Sign in,
      or choose "Forgot your password?" there:

      %s

      If it was not you, there is nothing to do.
      """,
      "Choose a new password",
      """
      Somebody, probably you, forgot the password of your account. Follow the link within an hour to
      choose a new one:

      %s

      If it was not you, do nothing; the password stays as it is.
      """,
      "A session was ended",
      """
      One of your sessions was ended because an old token of it was used once more. That happens when
      a program is restored from a copy, and when somebody has stolen the token. Look through your
      sessions, and change your password if you do not know why:

      %s
      """),
  KOREAN(
      "이메일 주소를 확인해 주세요",
      """
      이 주소로 계정을 만들겠다는 요청이 있었습니다. 하루 안에 아래 링크를 열어 주소를 확인하면 로그인할 수
      있습니다.

      %s

      직접 요청하지 않았다면 아무것도 하지 않아도 됩니다. 계정은 만들어지지 않습니다.
      """,
      "이미 계정이 있습니다",
      """
      이 주소로 계정을 만들겠다는 요청이 있었지만 이미 계정이 있습니다. 로그인하거나 거기서 "비밀번호를
      잊으셨나요?"를 선택하세요.

      %s

      직접 요청하지 않았다면 아무것도 하지 않아도 됩니다.
      """,
      "새 비밀번호를 정해 주세요",
      """
      계정의 비밀번호를 다시 정하겠다는 요청이 있었습니다. 한 시간 안에 아래 링크를 열어 새 비밀번호를
      정하세요.

      %s

      직접 요청하지 않았다면 아무것도 하지 않아도 됩니다. 비밀번호는 그대로입니다.
      """,
      "세션이 종료되었습니다",
      """
      이미 사용한 토큰이 다시 쓰여 세션 하나를 종료했습니다. 프로그램을 사본에서 복원했거나 누군가 토큰을
      훔쳤을 때 생기는 일입니다. 세션 목록을 살펴보고, 까닭을 모르겠다면 비밀번호를 바꾸세요.

      %s
      """);

  private final String confirmSubject;
  private final String confirmText;
  private final String alreadySubject;
  private final String alreadyText;
  private final String resetSubject;
  private final String resetText;
  private final String reusedSubject;
  private final String reusedText;

  MailTexts(
      String confirmSubject,
      String confirmText,
      String alreadySubject,
      String alreadyText,
      String resetSubject,
      String resetText,
      String reusedSubject,
      String reusedText) {
    this.confirmSubject = confirmSubject;
    this.confirmText = confirmText;
    this.alreadySubject = alreadySubject;
    this.alreadyText = alreadyText;
    this.resetSubject = resetSubject;
    this.resetText = resetText;
    this.reusedSubject = reusedSubject;
    this.reusedText = reusedText;
  }

  /** The texts for a BCP 47 tag; English where there are none. */
  static MailTexts of(String locale) {
    return locale.equals("ko") || locale.startsWith("ko-") ? KOREAN : ENGLISH;
  }

  Mail confirm(String id, EmailAddress to, String link) {
    return new Mail(id, to.value(), confirmSubject, confirmText.formatted(link));
  }

  Mail alreadyHere(String id, EmailAddress to, String address) {
    return new Mail(id, to.value(), alreadySubject, alreadyText.formatted(address));
  }

  Mail reset(String id, EmailAddress to, String link) {
    return new Mail(id, to.value(), resetSubject, resetText.formatted(link));
  }

  Mail tokenReused(String id, EmailAddress to, String address) {
    return new Mail(id, to.value(), reusedSubject, reusedText.formatted(address));
  }
}
