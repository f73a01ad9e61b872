import { post, read, remove } from './api.js';
import { badge, card, copy, el, facts, form, list, small, toast } from './dom.js';
import { t, time } from './words.js';

const modes = ['public-key', 'certificate', 'mixed'];
const today = () => new Date(Date.now() + 8 * 3600 * 1000).toISOString().slice(0, 10);

/** How to point a shop here, and the machinery: clock, keys, tokens, bills. */
export function setup(catalogue) {
  const credentials = el('div');
  const tokens = el('div');
  const keys = el('div');
  const clock = clockForm();
  const element = el(
    'div',
    {},
    card(t('credentials'), null, credentials),
    card(t('clockTitle'), t('clockHint'), clock.element),
    card(t('signingTitle'), null, keys),
    card(
      t('tokens'),
      null,
      el(
        'div',
        { class: 'actions' },
        small(t('revoke'), () => remove('/access-tokens')),
      ),
      tokens,
    ),
    bill(),
    card(t('endpoints'), null, endpoints(catalogue)),
  );
  void read('/credentials').then((given) => credentials.append(credentialPairs(given)));
  const show = (state) => {
    clock.show(state);
    tokens.replaceChildren(list(state.accessTokens.toReversed().map(token), t('nothing')));
    keys.replaceChildren(signing(state));
  };
  return { element, show };
}

function credentialPairs(given) {
  const plain = ['url', 'appId', 'appSecret', 'merchantId', 'merchantSerialNo', 'apiV3Key', 'publicKeyId'];
  const link = (name) => el('a', { href: `/_simulator/credentials/${name}`, download: name }, t('download'));
  return el(
    'div',
    { class: 'pairs' },
    plain.flatMap((name) => [
      el('span', {}, name),
      el(
        'span',
        {},
        el('code', {}, given[name]),
        ' ',
        small(t('copy'), () => copy(given[name], t('copied'))),
      ),
    ]),
    el('span', {}, 'merchantPrivateKey'),
    el('span', {}, given.merchantPrivateKey ? link('merchant-private-key.pem') : t('ownKey')),
    el('span', {}, 'publicKey'),
    el('span', {}, link('wechat-pay-public-key.pem')),
  );
}

/** The clock as it is. Only what somebody has changed is sent: a shop may move the clock as well. */
function clockForm() {
  const fields = [
    { name: 'skew', label: t('skewSeconds'), type: 'number', step: 'any' },
    { name: 'timeScale', label: t('scale'), type: 'number', step: 'any' },
  ];
  const shown = { skew: '', timeScale: '' };
  const element = form(fields, t('apply'), async ({ skew = shown.skew, timeScale = shown.timeScale }) => {
    const changed = {
      ...(Number(skew) !== Number(shown.skew) && { skewMs: Math.round(skew * 1000) }),
      ...(Number(timeScale) !== Number(shown.timeScale) && { timeScale }),
    };
    if (Object.keys(changed).length > 0 && (await post('/clock', changed))) toast(t('done'));
  });
  const show = ({ clock }) => {
    for (const [name, now] of [
      ['skew', String(clock.skewMs / 1000)],
      ['timeScale', String(clock.timeScale)],
    ]) {
      const input = element.elements[name];
      // What is being typed stays.
      if (input.value === shown[name]) input.value = now;
      shown[name] = now;
    }
  };
  return { element, show };
}

function signing({ signingMode, certificates }) {
  return el(
    'div',
    {},
    el(
      'div',
      { class: 'actions' },
      modes.map((mode) => small(mode, () => post('/signing', { mode }), mode === signingMode)),
    ),
    list(certificates.map(certificate), t('nothing')),
    el(
      'div',
      { class: 'actions' },
      ['publish', 'activate', 'retire'].map((step) => small(t(step), () => post('/certificates', { step }))),
    ),
  );
}

function certificate({ serialNo, signs }) {
  const head = [el('code', {}, serialNo), signs ? badge(t('signs'), 'good') : null];
  return el('div', { class: 'row' }, el('div', { class: 'row-head' }, head));
}

function token({ accessToken, kind, expiresAt, valid }) {
  const head = [badge(kind), badge(valid ? t('valid') : t('expired'), valid ? 'good' : 'bad')];
  return el(
    'div',
    { class: 'row' },
    el('div', { class: 'row-head' }, head, el('code', {}, `${accessToken.slice(0, 24)}…`)),
    facts(time(expiresAt)),
  );
}

function bill() {
  const shown = el('div');
  const fields = [
    { name: 'date', label: t('day'), type: 'date', value: today(), required: true },
    { name: 'type', label: t('type'), options: ['ALL', 'SUCCESS', 'REFUND'].map((each) => [each, each]) },
  ];
  const submit = async (query) => {
    const response = await fetch(`/_simulator/bill?${new URLSearchParams(query)}`);
    if (!response.ok) return toast(t('nothing'));
    shown.replaceChildren(el('pre', {}, await response.text()));
  };
  return card(t('billTitle'), null, form(fields, t('show'), submit), shown);
}

function endpoints(catalogue) {
  return el(
    'div',
    { class: 'endpoints' },
    catalogue.endpoints
      .filter(({ path }) => !path.startsWith('/_simulator/page'))
      .flatMap(({ method, path, target }) => [
        badge(method),
        el('code', {}, path),
        el('span', { class: 'hint' }, target ?? ''),
      ]),
  );
}
