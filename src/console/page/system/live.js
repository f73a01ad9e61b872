import { h } from '../dom.js';
import { mapView } from './map.js';
import { outboxView } from './outbox.js';
import { stockView } from './stock.js';
import { tracesView } from './traces.js';
import { wechatView } from './wechat.js';

/** What the system does, as it does it. */
export function liveView(app) {
  const views = [mapView, stockView, tracesView, outboxView, wechatView].map((view) => view(app));
  return {
    element: h(
      'div',
      { class: 'live' },
      views.map(({ element }) => element),
    ),
    update: () => views.forEach((view) => view.update()),
    hear: (type, data) => views.forEach((view) => view.hear?.(type, data)),
  };
}
