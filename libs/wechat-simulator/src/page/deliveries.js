import { post, remove } from './api.js';
import { badge, card, el, facts, form, list, small, toast } from './dom.js';
import { t, time } from './words.js';

const moods = { delivered: 'good', sending: 'wait', held: 'wait', lost: 'bad', 'given-up': 'bad' };
const scales = [1, 10, 60, 600, 3600, 86_400];

/** Notifications of WeChat Pay, or the pushes of the mini-program: both with their attempts and what comes next. */
export function deliveries(kind) {
  return () => {
    const rows = el('div');
    const scale = el('div', { class: 'actions' });
    const settings = kind === 'pushes' ? pushSettings() : null;
    const element = el('div', {}, settings?.element ?? null, card(t(kind), t(`${kind}Hint`), scale, rows));
    const show = (state) => {
      settings?.show(state);
      scale.replaceChildren(t('scale'), ...scales.map((each) => scaleButton(each, state.clock.timeScale)));
      rows.replaceChildren(list(state[kind].toReversed().map(row), t('nothing')));
    };
    return { element, show };
  };
}

const scaleButton = (timeScale, current) =>
  small(`×${timeScale}`, () => post('/clock', { timeScale }), timeScale === current);

function row(record) {
  const { deliveryId, status, attempts, nextAttemptAt, url, message } = record;
  return el(
    'div',
    { class: 'row' },
    el(
      'div',
      { class: 'row-head' },
      el('strong', {}, record.eventType ?? record.event),
      badge(t(`status.${status}`), moods[status]),
      record.fault ? badge(record.fault, 'bad') : null,
      el('span', { class: 'push-right' }),
      nextAttemptAt || status === 'held' ? small(t('now'), () => post('/deliveries', { deliveryId })) : null,
    ),
    facts(record.outTradeNo, record.outRefundNo, url, nextAttemptAt && `${t('next')} ${time(nextAttemptAt)}`),
    el('div', { class: 'attempts' }, attempts.map(attempt)),
    message
      ? el('details', {}, el('summary', { class: 'hint' }, 'JSON'), el('pre', {}, JSON.stringify(message, null, 2)))
      : null,
  );
}

function attempt({ at, status, error, fault, body }) {
  const taken = status >= 200 && status < 300;
  const text = `${time(at)} ${status ?? error ?? '…'}${fault ? ` (${fault})` : ''}`;
  const mood = status === undefined && error === undefined ? 'wait' : taken ? 'good' : 'bad';
  const element = badge(text, mood);
  element.title = body ?? '';
  return element;
}

function pushSettings() {
  const shown = el('div');
  const fields = [
    { name: 'url', label: 'URL', type: 'url', required: true, wide: true },
    { name: 'token', label: 'Token', required: true },
    { name: 'encodingAesKey', label: 'EncodingAESKey', wide: true },
    {
      name: 'format',
      label: t('type'),
      options: [
        ['json', 'JSON'],
        ['xml', 'XML'],
      ],
    },
  ];
  const verify = async () => {
    const answer = await post('/push/verification');
    if (answer) toast(answer.ok ? t('verified') : t('unverified') + answer.answer, !answer.ok);
  };
  const element = el(
    'div',
    {},
    card(
      t('pushTitle'),
      null,
      shown,
      form(fields, t('save'), (body) => post('/push', body)),
    ),
    card(t('eventTitle'), null, form(eventFields(), t('send'), sendEvent)),
  );
  const show = ({ push }) => {
    if (!push) return shown.replaceChildren();
    shown.replaceChildren(
      facts(push.url, push.mode, push.format),
      el(
        'div',
        { class: 'actions' },
        small(t('verify'), verify),
        small(t('remove'), () => remove('/push')),
      ),
    );
  };
  return { element, show };
}

const eventFields = () => [
  { name: 'event', label: t('event'), value: 'user_enter_tempsession', required: true },
  { name: 'user', label: t('user'), value: 'li' },
  { name: 'fields', label: t('fields'), value: '{}', wide: true },
];

async function sendEvent({ fields, ...body }) {
  try {
    await post('/push/events', { ...body, ...(fields && { fields: JSON.parse(fields) }) });
  } catch (error) {
    toast(error.message, true);
  }
}
