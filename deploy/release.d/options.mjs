import { SLOTS } from './routing.mjs';

/** What was asked for makes no sense; `message` says what would. */
export class WrongUse extends Error {}

const VERBS = {
  status: [],
  canary: [],
  share: ['percent'],
  promote: ['slot'],
  switch: ['slot'],
  rollback: [],
};

const FLAGS = {
  gateway: { variable: 'RELEASE_GATEWAY', fallback: '/run/haproxy/admin.sock', read: (text) => text.split(',') },
  state: { variable: 'RELEASE_STATE', fallback: '/var/lib/haproxy/release.map', read: String },
  persist: { variable: 'RELEASE_PERSIST', fallback: '', read: (text) => text || null },
  prometheus: { variable: 'RELEASE_PROMETHEUS', fallback: 'http://127.0.0.1:9090', read: address },
  steps: { fallback: '1,5,10,25,50', read: (text) => text.split(',').map(percent) },
  observe: { fallback: '5m', read: seconds },
  patience: { fallback: '15m', read: seconds },
  every: { fallback: '15s', read: seconds },
  slow: { fallback: '500ms', read: seconds },
  'min-requests': { fallback: '200', read: count },
  'drain-timeout': { fallback: '30s', read: seconds },
};
const SWITCHES = ['json', 'force', 'help'];

/** @returns the verb, what it is about, and all options, read. @throws WrongUse */
export function readOptions(words, environment) {
  const options = {};
  const plain = [];
  for (let at = 0; at < words.length; at++) {
    const [, name, value] = /^--([\w-]+)(?:=(.*))?$/.exec(words[at]) ?? [];
    if (name === undefined) plain.push(words[at]);
    else if (SWITCHES.includes(name)) options[name] = true;
    else if (FLAGS[name]) options[name] = value ?? words[++at];
    else throw new WrongUse(`there is no --${name}`);
  }
  for (const [name, { variable, fallback, read }] of Object.entries(FLAGS)) {
    const text = name in options ? options[name] : environment[variable] || fallback;
    try {
      options[name] = read(text);
    } catch {
      throw new WrongUse(`--${name} does not take "${text}"`);
    }
  }
  if (options.help) return { verb: 'help', options };
  const [verb, ...rest] = plain;
  const wanted = VERBS[verb];
  if (!wanted) throw new WrongUse(`the verbs are ${Object.keys(VERBS).join(', ')}`);
  if (rest.length !== wanted.length) throw new WrongUse(`${[verb, ...wanted.map((one) => `<${one}>`)].join(' ')}`);
  if (wanted[0] === 'slot' && !SLOTS.includes(rest[0])) throw new WrongUse('a slot is blue or green');
  if (options.steps.some((step, at) => step === 0 || step <= (options.steps[at - 1] ?? 0)))
    throw new WrongUse('--steps grow, from 1 on');
  if (options.patience < options.observe) throw new WrongUse('--patience is not less than --observe');
  return { verb, about: verb === 'share' ? orWrong(percent, rest[0]) : rest[0], options };
}

function orWrong(read, text) {
  try {
    return read(text);
  } catch {
    throw new WrongUse('a share is a whole number from 0 to 100');
  }
}

function percent(text) {
  const number = count(text);
  if (number > 100) throw new RangeError();
  return number;
}

function count(text) {
  if (!/^\d{1,9}$/.test(text)) throw new TypeError();
  return Number(text);
}

function address(text) {
  return new URL(text).href;
}

/** As the shop's own durations: 500ms, 3s, 30m, 1h. */
function seconds(text) {
  const [, number, unit] = /^(\d+)(ms|s|m|h)$/.exec(text) ?? [];
  if (unit === undefined) throw new TypeError();
  return Number(number) * { ms: 0.001, s: 1, m: 60, h: 3600 }[unit];
}
