/*
 * The page's words. A text is a string with {names}, or a function of its values where the words
 * depend on them. The languages have the same keys, which a test holds.
 */
import { en } from './en.js';
import { ko } from './ko.js';

export const LANGUAGES = { en: 'English', ko: '한국어' };

const DICTIONARIES = { en, ko };
const CHOSEN = 'scheduling.language';

export function preferredLanguage() {
  const chosen = localStorage.getItem(CHOSEN);
  const wishes = [chosen, ...navigator.languages].filter(Boolean).map((tag) => tag.split('-')[0]);
  return wishes.find((code) => code in DICTIONARIES) ?? 'en';
}

export const rememberLanguage = (code) => localStorage.setItem(CHOSEN, code);

/** The tag to format dates by: the browser's own where it is of that language. */
export function formatTagOf(language) {
  return navigator.languages.find((tag) => tag.split('-')[0] === language) ?? language;
}

/** The text of a key, or undefined. */
export function lookUp(language, key, values = {}) {
  const entry = DICTIONARIES[language][key];
  if (typeof entry === 'function') {
    return entry(values);
  }
  return entry?.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
}
