/*
 * Every screen of the page. A screen is a module that exports
 *
 *   { id, title, open, mount(root, app, path) }
 *
 * `id` is its name in the address (`#/calendar/week/2026-03-02`), `title` the key of its name, `open`
 * whether it is for people who are not signed in. `mount` fills `root` and may answer
 * `{show(path), unmount()}`. To add one, write its module and name it here.
 */
import { calendarScreen } from './calendar.js';
import { setUpScreen } from './set-up.js';
import { signInScreen } from './sign-in.js';
import { signUpScreen } from './sign-up.js';

export const SCREENS = [calendarScreen, signInScreen, signUpScreen, setUpScreen];
export const HOME = calendarScreen;
export const DOOR = signInScreen;
export const FIRST_RUN = setUpScreen;
