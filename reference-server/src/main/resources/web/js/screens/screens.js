/*
 * Every screen of the page. A screen is a module that exports
 *
 *   { id, title, open, aside, mount(root, app, path) }
 *
 * `id` is its name in the address (`#/calendar/week/2026-03-02`), `title` the key of its name, `open`
 * whether it is for people who are not signed in, `aside` whether the navigation leaves it out. `mount` fills `root` and may answer
 * `{show(path), unmount()}`. To add one, write its module and name it here.
 */
import { calendarScreen } from './calendar.js';
import { LINKS, forgotScreen } from './links.js';
import { setUpScreen } from './set-up.js';
import { settingsScreen } from './settings.js';
import { signInScreen } from './sign-in.js';
import { signUpScreen } from './sign-up.js';

export const SCREENS = [
  calendarScreen,
  settingsScreen,
  signInScreen,
  signUpScreen,
  forgotScreen,
  setUpScreen,
];
export { LINKS };
export const HOME = calendarScreen;
export const DOOR = signInScreen;
export const FIRST_RUN = setUpScreen;
