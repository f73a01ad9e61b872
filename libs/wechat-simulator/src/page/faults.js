import { post, remove } from './api.js';
import { badge, card, el, facts, form, list, small } from './dom.js';
import { t } from './words.js';

/** What shall go wrong. */
export function faults(catalogue) {
  const active = el('div');
  const pairs = (names) => names.map((name) => [name, name]);
  const targets = Object.keys(catalogue.faults);
  const adding = form(
    [
      { name: 'target', label: t('target'), options: pairs(targets) },
      { name: 'kind', label: t('kind'), options: pairs(catalogue.faults[targets[0]]) },
      { name: 'value', label: t('value') },
      { name: 'times', label: t('times'), type: 'number', min: 1 },
      { name: 'rate', label: t('rate'), type: 'number', min: 0, max: 1, step: 'any' },
    ],
    t('add'),
    ({ value, ...fault }) => post('/faults', { ...fault, ...(value !== undefined && { value: sensible(value) }) }),
  );
  const { target, kind } = adding.elements;
  target.addEventListener('change', () => {
    kind.replaceChildren(...catalogue.faults[target.value].map((name) => el('option', { value: name }, name)));
  });
  const element = el(
    'div',
    {},
    card(t('addFault'), t('faultHint'), adding),
    card(
      t('activeFaults'),
      null,
      el(
        'div',
        { class: 'actions' },
        small(t('clear'), () => remove('/faults')),
      ),
      active,
    ),
  );
  return { element, show: (state) => active.replaceChildren(list(state.faults.map(fault), t('nothing'))) };
}

/** Errcodes and milliseconds are numbers, Pay's codes are not. */
const sensible = (value) => (/^-?\d+$/.test(value) ? Number(value) : value);

function fault({ id, target, kind, value, times, rate, hits }) {
  return el(
    'div',
    { class: 'row' },
    el(
      'div',
      { class: 'row-head' },
      el('strong', {}, target),
      badge(value === undefined ? kind : `${kind} ${value}`, 'bad'),
      el('span', { class: 'push-right' }),
      small(t('remove'), () => remove(`/faults/${id}`)),
    ),
    facts(
      times !== undefined && `${t('times')} ${times}`,
      rate !== undefined && `${rate * 100}%`,
      `${t('hits')} ${hits}`,
    ),
  );
}
