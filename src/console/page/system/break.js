import { h } from '../dom.js';
import { burstView } from './burst.js';
import { faultsView } from './faults.js';
import { timeView } from './time.js';

/** Everything that is hard on the shop. */
export function breakView(app) {
  const views = [faultsView, burstView, timeView].map((view) => view(app));
  const [faults, burst, time] = views.map(({ element }) => element);
  return {
    element: h('div', { class: 'break' }, faults, h('div', { class: 'break-side' }, burst, time)),
    update: () => views.forEach((view) => view.update()),
  };
}
