/*
 * FullCalendar writes its rules into the style element that the page holds ready for it, and among
 * them is an icon font as a data: URL, which the page's content security policy refuses. The element
 * is switched off at first, so that nothing is fetched; here the font is taken out and it is switched
 * on. The page draws its own icons.
 */
export function adoptStyles() {
  const element = document.querySelector('style[data-fullcalendar]');
  const { sheet } = element;
  for (let i = sheet.cssRules.length - 1; i >= 0; i--) {
    if (sheet.cssRules[i] instanceof CSSFontFaceRule) {
      sheet.deleteRule(i);
    }
  }
  element.media = 'all';
}
