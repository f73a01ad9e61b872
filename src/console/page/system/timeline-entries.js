import { duration, yuan } from '../format.js';
import { t, word } from '../texts.js';

/** What is drawn of an entry: a mark for its kind. */
export const marks = {
  request: 'square',
  job: 'square',
  list: 'square',
  event: 'diamond',
  reaction: 'ring',
  'reaction-failed': 'cross',
  'wechat-call': 'arrow',
  notification: 'arrow-back',
  stock: 'bar',
  payment: 'coin',
  refund: 'coin',
  coupon: 'coin',
  'flash-price': 'coin',
  cart: 'bar',
  order: 'dot',
  audit: 'line',
};

const signed = (count) => (count > 0 ? `+${count}` : `−${-count}`);

/** What became of a refund, where no entry of its own says so. */
const refused = (status) => ['REJECTED', 'FAILED'].includes(status) && t(`refund.${status}`);

/** A line about what an entry says besides its title. Facts are those of today: what came of it later is told later. */
export function detail({ kind, title, facts }) {
  const words = {
    request: () => [facts.status, duration(facts.ms), facts.error],
    job: () => [duration(facts.ms), facts.error],
    list: () => [duration(facts.ms), facts.error],
    event: () => [t(`outbox.${facts.status}`), facts.attempts > 0 && `×${facts.attempts}`, facts.lastError],
    reaction: () => [facts.ms !== null && duration(facts.ms), facts.error],
    'reaction-failed': () => [facts.type, facts.error],
    'wechat-call': () => [duration(facts.ms), facts.error],
    notification: () => [
      word('notification', facts.status),
      `×${facts.attempts.length}`,
      facts.fault && word('attempt', facts.fault),
    ],
    // What is sold was taken off what is for sale before.
    stock: () => [title !== 'sold' && signed(facts.quantity), facts.sku ?? facts.skuId.slice(-8)],
    payment: () => [yuan(facts.amountFen)],
    refund: () => [yuan(facts.amountFen), title === 'asked' && refused(facts.status), facts.failure],
    coupon: () => [facts.name],
    'flash-price': () => [`×${facts.units}`],
    cart: () => [`×${facts.lines}`],
    order: () => [facts.reason],
    audit: () => [facts.actorKind],
  };
  return (words[kind]?.() ?? []).filter((part) => part || part === 0).join(' · ');
}

const TOLD_IN_WORDS = new Set(['order', 'stock', 'payment', 'refund', 'coupon', 'flash-price', 'cart']);

export const titleOf = ({ kind, title }) =>
  TOLD_IN_WORDS.has(kind) ? `${t(`entry.${kind}`)} ${word(`did.${kind}`, title)}` : title.replace(' /api/v1', ' ');

/** Which entries belong together: an event and its reactions, a unit of work and what it left. */
export function links(entries) {
  const found = [];
  const byEvent = new Map(entries.flatMap((entry, at) => (entry.kind === 'event' ? [[entry.id, at]] : [])));
  entries.forEach((entry, at) => {
    const from = entry.facts.eventId === undefined ? undefined : byEvent.get(entry.facts.eventId);
    if (from !== undefined) found.push([from, at]);
  });
  return found;
}
