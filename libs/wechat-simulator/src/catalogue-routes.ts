import { applies, kinds, targets } from './fault-kinds.js';
import { json, type Route } from './http.js';

export interface Endpoint {
  method: string;
  /** Parameters stand in braces. */
  path: string;
  /** What faults call it; null for the control API. */
  target: string | null;
}

/** What there is: `GET /_simulator` lists the endpoints, and which faults each target takes. */
export function catalogueRoutes(routes: readonly Route[]): Route[] {
  const faults = Object.fromEntries(targets.map((target) => [target, kinds.filter((kind) => applies(kind, target))]));
  return [{ method: 'GET', path: /^\/_simulator$/, handle: () => json({ endpoints: routes.map(endpointOf), faults }) }];
}

function endpointOf({ method, path, target }: Route): Endpoint {
  const readable = path.source
    .replace(/^\^|\$$/g, '')
    .replaceAll('\\/', '/')
    .replaceAll('\\.', '.')
    .replace(/\([^/]*(?:\[\^\/\][^/]*)?\)(?=\/|$)/g, '{}');
  return { method, path: readable, target: target ?? null };
}
