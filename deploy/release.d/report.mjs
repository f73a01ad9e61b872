/** Tells what happens on standard output: a line of JSON for each event, or words. */
export class Report {
  constructor(json, write = (line) => process.stdout.write(`${line}\n`)) {
    this.json = json;
    this.write = write;
  }

  say(event, facts) {
    if (this.json) this.write(JSON.stringify({ at: new Date().toISOString(), event, ...facts }));
    else this.write(WORDS[event](facts));
  }
}

const percent = (share) => `${share} %`;
const servers = (list) =>
  list.map(({ name, up, inFlight }) => `${name} ${up ? 'up' : 'DOWN'}, ${inFlight} in flight`).join('; ');

const WORDS = {
  set: ({ live, share }) => `live ${live}, canary ${percent(share)}`,
  looked: ({ share, seconds, verdict, reason }) => `canary ${percent(share)} for ${seconds} s: ${verdict}, ${reason}`,
  drained: ({ backend }) => `nothing is under way on ${backend}`,
  end: ({ outcome, reason }) => (reason ? `${outcome}: ${reason}` : outcome),
  status: ({ live, share, gatewaysAgree, sameAtStart, backends, versions }) =>
    [
      `live ${live}, canary ${percent(share)}`,
      ...(gatewaysAgree ? [] : ['THE GATEWAYS DIFFER: say again what you want by rollback, share or switch']),
      ...(sameAtStart === false ? ['KEPT OTHERWISE for the next start of the gateway: say it again by share'] : []),
      ...Object.entries(backends).map(
        ([name, list]) =>
          `${name}: ${servers(list)}${versions ? ` (${versions[name].join(', ') || 'no version known'})` : ''}`,
      ),
    ].join('\n'),
};
