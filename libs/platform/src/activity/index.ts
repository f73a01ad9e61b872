export { Activity, asActivity, currentActivity, within } from './activity.js';
export { type Actor, SYSTEM } from './actor.js';
