/* Colours that stay apart from one another on light and dark ground. */
export const PALETTE = [
  '#3d56d6', '#0b8a6b', '#c2410c', '#9333b8', '#0e7fb8', '#b4881a', '#c4305d', '#5b7a1e', '#5f6b7a',
  '#7a4b2a',
];

/** A calendar's colour; one without a colour of its own always gets the same one. */
export function colorOf(calendar, index) {
  return /^#[0-9a-f]{6}$/i.test(calendar?.color ?? '') ? calendar.color : PALETTE[index % PALETTE.length];
}
