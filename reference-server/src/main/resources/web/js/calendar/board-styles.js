/*
 * FullCalendar writes its rules into the `sheet` of a style element, which a content security policy
 * without exceptions refuses to make. So it is given an element that has nothing of a style element but
 * the name, and whose `sheet` is a layer of a sheet made here: whatever the page's own files say goes
 * before a layer. This file therefore comes before FullCalendar in the page. Among the rules is an icon
 * font as a data: URL, which the policy refuses as well; it is taken out before the document adopts the
 * sheet, and the page draws its own icons.
 */
const sheet = new CSSStyleSheet();
sheet.replaceSync('@layer fullcalendar {}');
const [layer] = sheet.cssRules;

const holder = document.createElementNS(null, 'style');
holder.setAttribute('data-fullcalendar', '');
holder.sheet = layer;
document.head.append(holder);

/** To be called once, when FullCalendar has been loaded. */
export function adoptStyles() {
  for (let i = layer.cssRules.length - 1; i >= 0; i--) {
    if (layer.cssRules[i] instanceof CSSFontFaceRule) {
      layer.deleteRule(i);
    }
  }
  document.adoptedStyleSheets.push(sheet);
}
