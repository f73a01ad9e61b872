import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { jsonObject } from '../json.js';

export type PushFields = Readonly<Record<string, unknown>>;

const DEEPEST = 16;
const [CDATA, CDATA_END] = ['<![CDATA[', ']]>'];
const DECLARATION = /^\uFEFF?\s*<\?xml\s[^?]*\?>/;
/** DOCTYPE, comments and instructions, and any entity but XML's own five: WeChat sends none. */
const NEVER_SENT = /<[!?]|&(?!(?:amp|lt|gt|quot|apos);)/;

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  htmlEntities: false,
  maxNestedTags: DEEPEST,
});

/** The fields of a body, JSON or XML, whatever it is labelled as; those of XML are all texts. Null when it is neither. */
export function readPushBody(body: string): PushFields | null {
  return /^[\s\uFEFF]*</.test(body) ? xmlFields(body) : jsonObject(Buffer.from(body, 'utf8'));
}

/** What can grow or reach outside is refused before the parser sees it. */
function xmlFields(body: string): PushFields | null {
  if (NEVER_SENT.test(withoutCdata(body.replace(DECLARATION, '')))) return null;
  try {
    if (XMLValidator.validate(body) !== true) return null;
    const { xml } = parser.parse(body) as { readonly xml?: unknown };
    return typeof xml === 'object' && xml !== null && !Array.isArray(xml) ? (xml as PushFields) : null;
  } catch {
    return null;
  }
}

/** No regular expression: one that looks for an end that is not there would do so from each beginning anew. */
function withoutCdata(xml: string): string {
  const parts: string[] = [];
  for (let at = 0; ;) {
    const begin = xml.indexOf(CDATA, at);
    const end = begin < 0 ? -1 : xml.indexOf(CDATA_END, begin + CDATA.length);
    if (end < 0) return [...parts, xml.slice(at)].join('');
    parts.push(xml.slice(at, begin));
    at = end + CDATA_END.length;
  }
}
