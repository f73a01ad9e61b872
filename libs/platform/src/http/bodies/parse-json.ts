import { InvalidRequest } from '../answers/generic-errors.js';

/** Levels of arrays and objects; a parser further on may recurse. */
const DEEPEST = 32;
const PROTOTYPE_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** After a look at its depth; refuses keys that could reach a prototype. @throws InvalidRequest */
export function parseJson(content: string): unknown {
  if (depthOf(content) > DEEPEST) throw new InvalidRequest([{ path: '', message: 'is nested too deeply' }]);
  try {
    return JSON.parse(content, refusePrototypes(content));
  } catch (error) {
    throw error instanceof InvalidRequest ? error : new InvalidRequest([{ path: '', message: 'is not JSON' }]);
  }
}

function depthOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < json.length; at++) {
    const character = json.charCodeAt(at);
    if (character === 0x5c && quoted) at++;
    else if (character === 0x22) quoted = !quoted;
    else if (quoted) continue;
    else if (character === 0x7b || character === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (character === 0x7d || character === 0x5d) depth--;
  }
  return deepest;
}

/** A reviver costs, so it runs only where the text could hold such a key, escapes included. */
function refusePrototypes(json: string): ((key: string, value: unknown) => unknown) | undefined {
  if (!/__proto__|constructor|prototype|\\u/.test(json)) return undefined;
  return (key, value) => {
    if (PROTOTYPE_KEYS.has(key)) throw new InvalidRequest([{ path: key, message: 'is not allowed' }]);
    return value;
  };
}
