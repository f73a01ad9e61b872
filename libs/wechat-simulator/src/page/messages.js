import { post } from './api.js';
import { badge, card, el, facts, form, list, select, small } from './dom.js';
import { t, time } from './words.js';

const moods = { pass: 'good', review: 'wait', risky: 'bad' };
const outcomes = ['pass', 'review', 'risky', 'pending'];
const split = (text = '') => text.split(/[,，]\s*/).filter(Boolean);

/** Subscribe messages, and what the content check thinks. */
export function messages() {
  const consents = el('div');
  const sent = el('div');
  const media = el('div');
  const words = el('div');
  const outcome = select(
    outcomes.map((each) => [each, each]),
    {
      class: 'small',
      'aria-label': t('mediaOutcome'),
      onchange: () => post('/mini-program', { mediaOutcome: outcome.value }),
    },
  );
  const grant = form(
    [
      { name: 'user', label: t('user'), value: 'li' },
      { name: 'templateId', label: t('template'), required: true, wide: true },
      { name: 'count', label: t('count'), type: 'number', value: '1' },
    ],
    t('grant'),
    (body) => post('/consents', body),
  );
  const element = el(
    'div',
    {},
    card(t('consentsTitle'), t('consentsHint'), grant, consents),
    card(t('sentTitle'), null, sent),
    card(t('contentTitle'), null, words),
    card(t('mediaTitle'), null, el('div', { class: 'actions' }, t('mediaOutcome'), outcome), media),
  );
  const show = (state) => {
    consents.replaceChildren(list(state.consents.map(consent), t('nothing')));
    sent.replaceChildren(list(state.messages.toReversed().map(message), t('nothing')));
    media.replaceChildren(list(state.mediaChecks.toReversed().map(check), t('nothing')));
    outcome.value = state.miniProgram.mediaOutcome;
    if (words.childElementCount === 0) words.append(wordsForm(state.miniProgram));
  };
  return { element, show };
}

function wordsForm({ riskyWords, reviewWords }) {
  const fields = [
    { name: 'risky', label: t('risky'), value: riskyWords.join(', '), wide: true },
    { name: 'review', label: t('review'), value: reviewWords.join(', '), wide: true },
  ];
  return form(fields, t('save'), ({ risky, review }) =>
    post('/mini-program', { riskyWords: split(risky), reviewWords: split(review) }),
  );
}

function consent({ openid, templateId, left }) {
  const head = [el('code', {}, templateId), badge(`${t('left')} ${left}`, left > 0 ? 'good' : '')];
  return el('div', { class: 'row' }, el('div', { class: 'row-head' }, head), facts(openid));
}

function message({ at, openid, templateId, page, values }) {
  return el(
    'div',
    { class: 'row' },
    el('strong', {}, Object.values(values).join(' · ')),
    facts(templateId, openid, page, time(at)),
  );
}

function check({ traceId, mediaUrl, suggest, at }) {
  return el(
    'div',
    { class: 'row' },
    el('div', { class: 'row-head' }, el('code', {}, mediaUrl), badge(suggest ?? 'pending', moods[suggest] ?? 'wait')),
    facts(traceId, time(at)),
    suggest
      ? null
      : el(
          'div',
          { class: 'actions' },
          outcomes.slice(0, 3).map((next) => small(next, () => post('/media-checks', { traceId, suggest: next }))),
        ),
  );
}
