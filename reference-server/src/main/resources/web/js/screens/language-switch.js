import { h } from '../ui/dom.js';
import { LANGUAGES } from '../texts/texts.js';

/** Names each language in itself, so that one finds one's own. */
export function languageSwitch(app) {
  return h(
    'div',
    { class: 'language-switch', role: 'group', 'aria-label': app.text('language') },
    Object.entries(LANGUAGES).map(([code, name]) =>
      h(
        'button',
        {
          type: 'button',
          lang: code,
          'aria-pressed': String(code === app.language),
          on: { click: () => app.setLanguage(code) },
        },
        name,
      ),
    ),
  );
}
