import { figuresOf } from './figures.mjs';
import { Ends } from './outcome.mjs';
import { PrometheusFailure } from './prometheus.mjs';
import { sameRouting } from './routing.mjs';
import { GatewayFailure } from './runtime-api.mjs';
import { judge } from './verdict.mjs';

/** How long it is tried to take a bad canary out of a gateway that does not answer. */
const ROLLBACK_TRIES = 20;

/**
 * Lets the canary's share grow, step by step, while it is no worse than stable. Goes on from the share that the gateway has.
 * @throws Ends rolled-back when it is worse; inconclusive when nobody can tell: the share is kept
 */
export async function growCanary(release, options) {
  const { live, share } = await release.routing();
  const steps = options.steps.filter((step) => step >= share);
  if (steps.length === 0) throw new Ends('refused', `the canary already has ${share} %, more than any of --steps`);
  if (share === 0) await release.mustBeUp('canary');
  for (const step of steps) {
    const routing = { live, share: step };
    await release.set(routing);
    const { verdict, reason } = await watch(release, routing, options);
    if (verdict === 'worse') await rollBack(release, reason);
    if (verdict !== 'good') throw new Ends('inconclusive', `${reason}; the canary keeps ${step} %`);
  }
}

/** Looks at the last `seconds`, once. A Prometheus that fails is no verdict. */
export async function look(options, live, seconds) {
  try {
    const figures = await figuresOf(options.prometheus, {
      live,
      seconds: Math.max(1, Math.ceil(seconds)),
      slowSeconds: options.slow,
    });
    return { ...judge(figures, options['min-requests']), figures };
  } catch (error) {
    if (!(error instanceof PrometheusFailure)) throw error;
    return { verdict: 'inconclusive', reason: error.message, figures: null };
  }
}

/** Until it is worse, or good for as long as was asked, or the patience is over. */
async function watch(release, routing, options) {
  const began = performance.now();
  for (;;) {
    await release.pause(options.every * 1_000);
    const elapsed = (performance.now() - began) / 1_000;
    const seen = await look(options, routing.live, elapsed);
    release.report.say('looked', { share: routing.share, seconds: Math.round(elapsed), ...seen });
    if (seen.verdict === 'worse') return seen;
    // Somebody else may have taken the canary out, or a gateway have forgotten: that is not this command's step any more.
    if (!sameRouting(await release.routing(), routing))
      throw new Ends('inconclusive', 'the routing was changed by somebody else');
    if (seen.verdict === 'good' && elapsed >= options.observe) return seen;
    if (elapsed >= options.patience) return { ...seen, verdict: 'inconclusive' };
  }
}

async function rollBack(release, reason) {
  for (let tries = 1; ; tries++) {
    try {
      await release.takeCanaryOut();
      break;
    } catch (error) {
      if (!(error instanceof GatewayFailure)) throw error;
      if (tries === ROLLBACK_TRIES)
        throw new Ends('failed', `the canary ${reason}, and could not be taken out: ${error.message}`);
      await release.pause(1_000);
    }
  }
  throw new Ends('rolled-back', `the canary was worse and has no users any more: ${reason}`);
}
