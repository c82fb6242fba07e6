/* Line icons on a 24-unit grid, drawn in the current text colour. */

const NS = 'http://www.w3.org/2000/svg';

const PATHS = {
  bell: 'M6 9a6 6 0 0 1 12 0c0 6 2.5 7 2.5 7h-17S6 15 6 9M10 20a2.2 2.2 0 0 0 4 0',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  close: 'M6 6l12 12M18 6L6 18',
  edit: 'M4 20h4L19 9l-4-4L4 16zM13 7l4 4',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6',
  in: 'M12 4v11M7 10.5l5 5 5-5M4 20h16',
  left: 'M14.5 5.5L8 12l6.5 6.5',
  menu: 'M4 7h16M4 12h16M4 17h16',
  out: 'M12 16V5M7 9.5l5-5 5 5M4 20h16',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4.5 20.5c.8-4 4-5.5 7.5-5.5s6.7 1.5 7.5 5.5',
  pin: 'M12 21s7-6.5 7-11.5a7 7 0 0 0-14 0C5 14.5 12 21 12 21M12 7.5a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6',
  plus: 'M12 5v14M5 12h14',
  repeat: 'M4 11V9.5A3.5 3.5 0 0 1 7.5 6H19M15.5 2.5L19 6l-3.5 3.5M20 13v1.5a3.5 3.5 0 0 1-3.5 3.5H5M8.5 21.5L5 18l3.5-3.5',
  right: 'M9.5 5.5L16 12l-6.5 6.5',
  text: 'M5 6h14M5 12h14M5 18h9',
  tag: 'M4 4h7.5l8.5 8.5-7.5 7.5L4 11.5zM8 8h.01',
  trash: 'M4 7h16M9 7V4.5h6V7M6.5 7l1 13h9l1-13M10 11v5M14 11v5',
  warn: 'M12 4L2.5 20h19zM12 10v4.5M12 17.3v.2',
};

/** A decorative icon; the control around it carries the name. */
export function icon(name) {
  const svg = document.createElementNS(NS, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(NS, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}
