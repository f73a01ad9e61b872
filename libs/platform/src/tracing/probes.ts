/** Whether a route, as its template, is one that operators and their machines look through: it is never shed, and no trace of its own. */
export function isProbe(route: string | undefined): boolean {
  return route !== undefined && /^\/(health|metrics)(\/|$)/.test(route);
}
