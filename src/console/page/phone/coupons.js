import { h } from '../dom.js';
import { date, yuan } from '../format.js';
import { t } from '../texts.js';
import { newest, redraw } from './parts.js';

const moods = { UNUSED: 'good', USED: '', EXPIRED: '' };

function benefitText({ benefit }) {
  if (benefit.type === 'amount') return t('benefit.amount', { off: yuan(benefit.offFen) });
  if (benefit.type === 'free-freight') return t('benefit.free-freight');
  const percent = t('benefit.percent', { percent: benefit.percentOff });
  return benefit.capFen === null ? percent : `${percent} ${t('benefit.cap', { most: yuan(benefit.capFen) })}`;
}

const thresholdText = ({ thresholdFen }) =>
  thresholdFen > 0 ? t('coupons.threshold', { from: yuan(thresholdFen) }) : t('coupons.noThreshold');

const card = (coupon, until, more) =>
  h(
    'li',
    { class: 'coupon' },
    h('span', { class: 'coupon-benefit' }, benefitText(coupon)),
    h('span', { class: 'goods-name' }, coupon.name),
    h('span', { class: 'small quiet' }, `${thresholdText(coupon)} · ${t(`scope.${coupon.scope.type}`)}`),
    h('span', { class: 'small quiet num' }, until),
    more,
  );

async function allOf(pages) {
  const all = [];
  for await (const one of pages) all.push(one);
  return all;
}

/** Coupons one can take, and those one has. */
export function couponsScreen(ctx) {
  const { shop, shopper } = ctx;
  const element = h('div', { class: 'coupons' });

  const claim = ({ id }) =>
    ctx.button(
      t('coupons.claim'),
      async () => {
        await shop.coupons.claim(id);
        ctx.tell(t('coupons.claimed'));
        await refresh();
      },
      'main tiny',
    );

  function claimableCard(one) {
    const { validity, mine, shopperLimit, left } = one;
    const until =
      validity.type === 'days'
        ? t('coupons.days', { days: validity.days })
        : t('coupons.until', { date: date(validity.until) });
    const isMine = mine >= shopperLimit;
    const taken = h('span', { class: 'chip' }, t('coupons.have'));
    return card(one, `${until} · ${t('home.left', { count: left })}`, isMine ? taken : claim(one));
  }

  const ownCard = (one) =>
    card(
      one,
      t('coupons.until', { date: date(one.validUntil) }),
      h('span', { class: `chip ${moods[one.status]}`, 'data-coupon': one.status }, t(`coupon.${one.status}`)),
    );

  const list = (items, row, nothing) =>
    h('ul', {}, items.length > 0 ? items.map(row) : h('li', { class: 'small quiet' }, nothing));

  const refresh = newest(
    async () => Promise.all([allOf(shop.coupons.claimable()), allOf(shop.coupons.all())]),
    ([claimable, mine]) =>
      redraw(element, [
        h('h3', {}, t('coupons.toClaim')),
        list(claimable, claimableCard, t('coupons.none')),
        h('h3', {}, t('coupons.mine')),
        list(mine, ownCard, t('coupons.noneMine')),
      ]),
  );

  async function open() {
    if (shopper.isSignedIn) return refresh();
    const logIn = ctx.button(
      t('me.logIn'),
      async () => {
        await shopper.signIn();
        ctx.drawPeople();
        await refresh();
      },
      'main wide',
    );
    return redraw(element, [h('p', { class: 'quiet' }, t('coupons.stranger')), logIn]);
  }

  return {
    title: t('coupons.title'),
    element,
    open,
    refresh: open,
    // One that was used by an order that is cancelled comes back.
    hear: (type, data) => type === 'inbox' && data.context === 'promotion',
  };
}
