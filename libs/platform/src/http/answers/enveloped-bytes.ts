import { GENERIC_MESSAGES, type Language } from './generic-errors.js';
import { bytesOf, type ReadyJson } from './ready-json.js';

export const API_PREFIX = 'api/v1';
export const JSON_TYPE = 'application/json; charset=utf-8';

const OPENINGS: Readonly<Record<Language, string>> = { zh: openingIn('zh'), en: openingIn('en') };

function openingIn(language: Language): string {
  return bytesOf(`{"code":200,"message":${JSON.stringify(GENERIC_MESSAGES[200]?.[language])},"data":`);
}

/**
 * The envelope of a success, as UTF-8 bytes with one in each character.
 * @param requestId made or found sane by createHttpAdapter: nothing in it needs escaping
 */
export function envelopedBytes(data: ReadyJson, language: Language, requestId: string): string {
  return `${OPENINGS[language]}${data.bytes},"requestId":"${requestId}"}`;
}

/**
 * The same around JSON that is sent once. Made into bytes part by part: together with the Chinese of the message, V8 would hold all of
 * it in two bytes a character, which costs more than everything else about an answer.
 */
export function bytesAround(json: string, language: Language, requestId: string): Buffer {
  const opening = OPENINGS[language];
  const closing = `,"requestId":"${requestId}"}`;
  const length = Buffer.byteLength(json);
  const bytes = Buffer.allocUnsafe(opening.length + length + closing.length);
  bytes.write(opening, 'latin1');
  bytes.write(json, opening.length, length === json.length ? 'latin1' : 'utf8');
  bytes.write(closing, opening.length + length, 'latin1');
  return bytes;
}
