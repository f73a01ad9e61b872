import { TemplateValueRefused } from '../errors.js';

interface Kind {
  /** Free text is cut to this many characters; other kinds have a form, and nothing is cut off a number. */
  readonly cutTo?: number;
  readonly form: RegExp;
}

/** What WeChat takes in a field, by the kind that its name begins with (subscribe message, parameter limits). */
const KINDS: Readonly<Record<string, Kind>> = {
  thing: { cutTo: 20, form: /\S/ },
  character_string: { cutTo: 32, form: /^[\x21-\x7e][\x20-\x7e]*$/ },
  phrase: { cutTo: 5, form: /^\p{Script=Han}+$/u },
  name: { form: /^(\p{Script=Han}{1,10}|[\p{Script=Latin}\p{P}\p{S} ]{1,20})$/u },
  number: { form: /^-?(?=[\d.]{1,32}$)\d+(\.\d+)?$/ },
  letter: { form: /^[A-Za-z]{1,32}$/ },
  symbol: { form: /^[\p{P}\p{S}]{1,5}$/u },
  amount: { form: /^\p{Sc}?\d{1,10}(\.\d{1,2})?元?$/u },
  time: { form: /^(\d{4}年\d{1,2}月\d{1,2}日 )?([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/ },
  date: { form: /^\d{4}年\d{1,2}月\d{1,2}日( ([01]?\d|2[0-3]):[0-5]\d)?$/ },
  phone_number: { form: /^[+\d][\d\- ]{0,16}$/ },
  car_number: { form: /^[\p{Script=Han}A-Z0-9]{1,8}$/u },
};
const FIELD = /^([a-z_]+?)\d{1,2}$/;
const ELLIPSIS = '…';

/**
 * The `data` of a subscribe message.
 * @throws TemplateValueRefused for a value that WeChat would refuse (47003), or a field of no kind WeChat knows
 */
export function templateData(values: Readonly<Record<string, string>>): Readonly<Record<string, { value: string }>> {
  return Object.fromEntries(Object.entries(values).map(([field, value]) => [field, { value: fitted(field, value) }]));
}

function fitted(field: string, value: string): string {
  const name = FIELD.exec(field)?.[1] ?? '';
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
  const fits = kind && (kind.cutTo === undefined ? value : cut(value, kind.cutTo, name === 'thing' ? ELLIPSIS : ''));
  if (fits === undefined || !kind?.form.test(fits)) throw new TemplateValueRefused(field);
  return fits;
}

// By UTF-16 units, of which a character has one or two: whichever way WeChat counts, it fits.
function cut(text: string, limit: number, mark: string): string {
  if (text.length <= limit) return text;
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length > limit - mark.length) break;
    kept += character;
  }
  return kept + mark;
}
