import { versionsOf } from './figures.mjs';
import { PrometheusFailure } from './prometheus.mjs';
import { sameRouting } from './routing.mjs';

/** All there is to know: what each gateway does, what it will do when it starts anew, which servers are up, which versions run. */
export async function status(release, { prometheus }) {
  const { gateways, kept } = release;
  const routings = await gateways.routings();
  const names = ['blue', 'green', 'canary'];
  const servers = await Promise.all(names.map((backend) => gateways.servers(backend)));
  const backends = Object.fromEntries(names.map((backend, at) => [backend, servers[at]]));
  const atStart = await kept.read();
  const known = await versions(prometheus);
  release.report.say('status', {
    ...routings[0],
    gatewaysAgree: routings.every((one) => sameRouting(one, routings[0])),
    sameAtStart: atStart === null ? null : sameRouting(atStart, routings[0]),
    backends,
    versions: known,
  });
}

async function versions(prometheus) {
  try {
    const [blue, green, canary] = await Promise.all(
      ['slot="blue"', 'slot="green"', 'track="canary"'].map((selector) => versionsOf(prometheus, selector)),
    );
    return { blue, green, canary };
  } catch (error) {
    if (error instanceof PrometheusFailure) return null;
    throw error;
  }
}
