import { setTimeout as pause } from 'node:timers/promises';
import { growCanary } from './canary.mjs';
import { Gateways } from './gateways.mjs';
import { HELP } from './help.mjs';
import { KeptRouting } from './kept-routing.mjs';
import { readOptions, WrongUse } from './options.mjs';
import { Ends, EXIT } from './outcome.mjs';
import { promote } from './promotion.mjs';
import { Release } from './release.mjs';
import { Report } from './report.mjs';
import { GatewayFailure } from './runtime-api.mjs';
import { status } from './status.mjs';

const VERBS = {
  status: (release, _, options) => status(release, options),
  canary: (release, _, options) => growCanary(release, options),
  promote,
  rollback: (release) => release.takeCanaryOut(),
  share: (release, share) => release.setShare(share),
  async switch(release, slot, options) {
    await release.switchTo(slot);
    await release.drainOther(slot, options['drain-timeout']);
  },
};

/** Does what the words say; the process ends with a code of EXIT. */
export async function main(words) {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop.abort());
  const report = new Report(words.includes('--json'));
  let verb = null;
  const end = (outcome, reason = null) => {
    report.say('end', { outcome, reason, exitCode: EXIT[outcome] });
    process.exitCode = EXIT[outcome];
  };
  try {
    const read = readOptions(words, process.env);
    verb = read.verb;
    if (verb === 'help') return void process.stdout.write(HELP);
    const { gateway, state, persist } = read.options;
    const release = new Release({
      gateways: new Gateways(gateway),
      kept: new KeptRouting(state, persist),
      report,
      pause: (ms) => pause(ms, undefined, { signal: stop.signal }),
    });
    await VERBS[verb](release, read.about, read.options);
    end('done');
  } catch (error) {
    if (error instanceof WrongUse) end('wrong-use', `${error.message}; see --help`);
    else if (error instanceof Ends) end(error.outcome, error.message);
    else if (error.name === 'AbortError') end('inconclusive', 'it was interrupted; what is routed where stays');
    // A canary that cannot be steered is not promoted, and not taken for bad either.
    else if (error instanceof GatewayFailure) end(verb === 'canary' ? 'inconclusive' : 'failed', error.message);
    else throw error;
  }
}
