import { post } from './api.js';
import { badge, card, copy, el, facts, form, list, small, toast } from './dom.js';
import { t, time } from './words.js';

/** Users, and the codes that a mini-program would get for them. */
export function people() {
  const result = el('div');
  const users = el('div');
  const codes = el('div');
  const gave = (answer) => {
    if (!answer) return;
    const line = el('div', { class: 'row-head' }, el('code', { id: 'code' }, answer.code), copying(answer.code));
    result.replaceChildren(el('div', { class: 'row' }, line, answer.openid ? facts(`openid ${answer.openid}`) : ''));
    toast(t('done'));
  };
  const name = { name: 'user', label: t('user'), value: 'li' };
  const element = el(
    'div',
    {},
    card(
      t('loginTitle'),
      t('loginHint'),
      form([name], t('login'), async (body) => gave(await post('/login', body))),
    ),
    card(
      t('phoneTitle'),
      t('phoneHint'),
      form([name, { name: 'phone', label: t('phone'), inputmode: 'tel' }], t('getCode'), async (body) =>
        gave(await post('/phone-code', body)),
      ),
    ),
    result,
    card(t('usersTitle'), null, users),
    card(t('codesTitle'), null, codes),
  );
  const show = (state) => {
    users.replaceChildren(list(state.users.toReversed().map(userRow), t('nothing')));
    codes.replaceChildren(list(state.codes.toReversed().slice(0, 20).map(codeRow), t('nothing')));
    result.className = result.childElementCount > 0 ? 'card' : '';
  };
  return { element, show };
}

const copying = (text) => small(t('copy'), () => copy(text, t('copied')));

function userRow({ name, openid, sessionKey, visitedAt }) {
  return el(
    'div',
    { class: 'row' },
    el(
      'div',
      { class: 'row-head' },
      el('strong', {}, name ?? openid),
      el('span', { class: 'push-right' }),
      small(t('login'), async () => {
        const answer = await post('/login', { openid });
        if (answer) await copy(answer.code, `code ${answer.code}`);
      }),
      sessionKey ? small(t('rotate'), () => post('/session-key', { openid })) : null,
    ),
    facts(openid, sessionKey && `session_key ${sessionKey}`, `${t('visited')} ${time(visitedAt)}`),
  );
}

function codeRow({ kind, code, openid, issuedAt, status }) {
  return el(
    'div',
    { class: 'row' },
    el(
      'div',
      { class: 'row-head' },
      badge(kind === 'login' ? 'wx.login' : 'getPhoneNumber'),
      badge(t(status), { fresh: 'good', used: '', expired: 'bad' }[status]),
      el('code', {}, code),
      status === 'fresh' ? copying(code) : null,
    ),
    facts(openid, time(issuedAt)),
  );
}
