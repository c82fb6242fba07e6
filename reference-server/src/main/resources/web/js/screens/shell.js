/* What stands around every screen of a signed-in person: brand, navigation, bell, account. */
import { createBell } from '../notifications/bell.js';
import { h } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { popover } from '../ui/popover.js';
import { field, select } from '../ui/form.js';
import { zoneNames } from '../time/zones.js';
import { languageSwitch } from './language-switch.js';

/** `screens` are those that the navigation offers; one alone needs none. */
export function createShell(app, screens, current) {
  const t = app.text;
  const bell = createBell(app);
  const zone = field(
    t('account.displayZone'),
    select(zoneNames(app.zone).map((z) => [z, z.replaceAll('_', ' ')]), app.zone),
  );
  zone.control.addEventListener('change', () => app.setZone(zone.control.value));
  const account = popover(
    { class: 'icon-button', 'aria-label': t('account.title') },
    icon('person'),
    { class: 'panel account-panel', role: 'dialog', 'aria-label': t('account.title') },
    h('p', { class: 'account-who' }, h('strong', {}, app.me?.name || app.me?.email || ''), app.me?.name ? h('span', { class: 'muted' }, app.me.email) : null),
    zone.element,
    languageSwitch(app),
    h('a', { class: 'button button-wide', href: '#/settings' }, t('settings.title')),
    h(
      'button',
      { type: 'button', class: 'button button-wide', on: { click: () => app.session.signOut() } },
      t('signOut'),
    ),
  );
  const navigation =
    screens.length > 1
      ? h(
          'nav',
          { 'aria-label': t('navigation') },
          screens.map((screen) =>
            h(
              'a',
              { href: `#/${screen.id}`, 'aria-current': screen.id === current ? 'page' : null },
              t(screen.title),
            ),
          ),
        )
      : null;
  const main = h('main', { id: 'main', tabindex: -1 });
  const top = h(
    'header',
    { class: 'topbar' },
    h('span', { class: 'brand' }, t('product')),
    navigation,
    h('div', { class: 'topbar-end' }, bell.elements, account.button, account.panel),
  );
  return { elements: [top, main], main, destroy: bell.destroy };
}
