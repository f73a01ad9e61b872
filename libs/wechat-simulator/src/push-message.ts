export type PushFormat = 'json' | 'xml';

/** One push as a shop that chose this format receives it; objects and lists nest. */
export function pushText(message: Record<string, unknown>, format: PushFormat): string {
  return format === 'json' ? JSON.stringify(message) : `<xml>${elements(message)}</xml>`;
}

function elements(fields: Record<string, unknown>): string {
  return Object.entries(fields)
    .map(([name, value]) => (Array.isArray(value) ? value : [value]).map((each) => element(name, each)).join(''))
    .join('');
}

function element(name: string, value: unknown): string {
  return `<${name}>${content(value)}</${name}>`;
}

function content(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'object') return elements(value as Record<string, unknown>);
  return `<![CDATA[${(value as string).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}
