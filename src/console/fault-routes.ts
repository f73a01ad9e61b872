import { z } from 'zod';
import { id } from '#platform/http';
import { type FaultKind, faultKinds } from './fault-kinds.js';
import { route, type Route } from './route.js';

const byId = z.object({ id });

/** A POST for each kind, and what lists and ends them. */
export function faultRoutes(): Route[] {
  return [
    route('GET faults', {}, (desk) => desk.faults.list()),
    ...(Object.keys(faultKinds) as FaultKind[]).map((kind) =>
      route(`POST faults/${kind}`, { body: faultKinds[kind] }, (desk, asked) => desk.faults.set(kind, asked.body), 201),
    ),
    route('DELETE faults/:id', { params: byId }, (desk, asked) => desk.faults.end(asked.params.id)),
    route('DELETE faults', {}, (desk) => desk.faults.endAll()),
  ];
}
