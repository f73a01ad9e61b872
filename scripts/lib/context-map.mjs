import { withMarkedPart } from './marked-part.mjs';

/** docs/architecture.md with `map` (docs/context-map.json) drawn into it. */
export function withContextMap(architecture, map) {
  const arrows = Object.entries(map).flatMap(([context, { calls, hears }]) => [
    ...Object.entries(calls).map(([callee, why]) => `  ${context} -->|"${why}"| ${callee}`),
    ...Object.entries(hears).map(([publisher, events]) => `  ${publisher} -.->|"${events.join('<br>')}"| ${context}`),
  ]);
  const drawing = ['```mermaid', 'flowchart LR', ...Object.keys(map).map((name) => `  ${name}`), ...arrows, '```'];
  return withMarkedPart(architecture, 'docs/architecture.md', 'context-map', drawing.join('\n'));
}
