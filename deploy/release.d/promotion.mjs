import { look } from './canary.mjs';
import { versionsOf } from './figures.mjs';
import { Ends } from './outcome.mjs';
import { PrometheusFailure } from './prometheus.mjs';

/**
 * Makes the slot live that runs what the canary runs, and then empties the canary. Both are new: in between nobody is sent back.
 * @throws Ends refused, inconclusive, still-draining
 */
export async function promote(release, slot, options) {
  const { live, share } = await release.routing();
  // Already live: a promotion that was cut off, or that was given twice.
  if (live !== slot) {
    if (!options.force) await mustBeGood(live, slot, share, options);
    await release.switchTo(slot);
  }
  if (share > 0) await release.takeCanaryOut();
  await release.drainOther(slot, options['drain-timeout']);
  await release.drain('canary', options['drain-timeout']);
}

async function mustBeGood(live, slot, share, options) {
  if (share === 0) throw new Ends('refused', 'nobody is on the canary: begin with canary, or take --force');
  const { verdict, reason } = await look(options, live, options.observe);
  if (verdict === 'worse') throw new Ends('refused', `the canary ${reason}`);
  if (verdict === 'inconclusive') throw new Ends('inconclusive', reason);
  await mustBeTheSame(slot, options);
}

/** The slot was not tried, the canary was: they must run the same. */
async function mustBeTheSame(slot, { prometheus }) {
  try {
    const [tried, wanted] = await Promise.all([
      versionsOf(prometheus, 'track="canary"'),
      versionsOf(prometheus, `slot="${slot}"`),
    ]);
    if (tried.length === 1 && wanted.length === 1 && tried[0] === wanted[0]) return;
    throw new Ends(
      'refused',
      `the canary runs ${tried.join(', ') || 'nothing known'}, ${slot} ${wanted.join(', ') || 'nothing known'}`,
    );
  } catch (error) {
    if (error instanceof PrometheusFailure) throw new Ends('inconclusive', error.message);
    throw error;
  }
}
