const longest = (count: number) => (value: string) => [...value].length <= count;
const matching = (pattern: RegExp) => (value: string) => pattern.test(value);
const clock = '([01]?\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?';
const day = '\\d{4}([-/]\\d{1,2}[-/]\\d{1,2}|年\\d{1,2}月\\d{1,2}日)';

/** The limits of WeChat's document on subscribe messages, by the type a field's name begins with. */
const rules: Record<string, (value: string) => boolean> = {
  thing: longest(20),
  number: matching(/^-?\d{1,32}(\.\d+)?$/),
  letter: matching(/^[A-Za-z]{1,32}$/),
  symbol: longest(5),
  character_string: matching(/^[\x20-\x7e]{1,32}$/),
  time: matching(new RegExp(`^(${day}\\s*)?(${clock})([~ ].*)?$|^${day}$`)),
  date: matching(new RegExp(`^${day}(\\s*${clock})?([~ ].*)?$`)),
  amount: matching(/^[^\d\s-]?\d{1,10}(\.\d{1,2})?元?$/u),
  phone_number: matching(/^[\d+\-() ]{1,17}$/),
  car_number: longest(8),
  name: matching(/^([\u4e00-\u9fff·]{1,10}|[A-Za-z .·]{1,20})$/),
  phrase: matching(/^[\u4e00-\u9fff]{1,5}$/),
};

/** Whether WeChat takes the value for a field such as `thing1`; an empty value or an unknown type it never takes. */
export function isTakenValue(field: string, value: unknown): boolean {
  const type = /^([a-z_]+?)\d+$/.exec(field)?.[1];
  const rule = type === undefined ? undefined : rules[type];
  return typeof value === 'string' && value !== '' && rule !== undefined && rule(value);
}
