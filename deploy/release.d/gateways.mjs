import { parseRouting, sameRouting } from './routing.mjs';
import { GatewayFailure, say, statistics } from './runtime-api.mjs';

/** One gateway, or several that serve the same shop and are told the same. They are the truth about a release. */
export class Gateways {
  /** @param addresses of their runtime APIs */
  constructor(addresses) {
    this.addresses = addresses;
  }

  /** What each of them does now. @throws GatewayFailure when one cannot be asked */
  routings() {
    return Promise.all(this.addresses.map(ask));
  }

  /** What those do that answer. @throws GatewayFailure when none does */
  async knownRoutings() {
    const asked = await Promise.allSettled(this.addresses.map(ask));
    const known = asked.filter(({ status }) => status === 'fulfilled').map(({ value }) => value);
    if (known.length === 0) throw asked[0].reason;
    return known;
  }

  /** What all of them do. @throws GatewayFailure when they differ: a release was cut off while it told them */
  async routing() {
    const [first, ...others] = await this.routings();
    if (others.every((other) => sameRouting(first, other))) return first;
    throw new GatewayFailure(
      'the gateways differ: see status, and say again what you want by rollback, share or switch',
    );
  }

  /** Tells each of them what `routing` names, also when another one fails. @throws GatewayFailure */
  async tell(routing) {
    const told = await Promise.allSettled(this.addresses.map((address) => tellOne(address, routing)));
    const failed = told.filter(({ status }) => status === 'rejected').map(({ reason }) => reason.message);
    if (failed.length > 0) throw new GatewayFailure(failed.join('; '));
  }

  /**
   * Servers of a slot or of the canary, with `up` and requests `inFlight`, as each gateway sees them. Places that DNS has no server for are none.
   * @throws GatewayFailure
   */
  async servers(backend) {
    const all = await Promise.all(this.addresses.map(async (address) => statistics(await say(address, ['show stat']))));
    return all
      .flat()
      .filter(({ pxname, svname }) => pxname === backend && svname.startsWith(`${backend}-`))
      .filter(({ status }) => !status.startsWith('MAINT'))
      .map(({ svname, status, scur }) => ({ name: svname, up: status.startsWith('UP'), inFlight: Number(scur) }));
  }
}

async function ask(address) {
  const map = await mapOf(address);
  const lines = (await say(address, [`show map ${map}`])).trim().split('\n').filter(Boolean);
  // Each line begins with an address in HAProxy's memory.
  return parseRouting(lines.map((line) => line.replace(/^0x\S+\s+/, '')));
}

async function tellOne(address, routing) {
  const map = await mapOf(address);
  const commands = Object.entries(routing).map(([key, value]) => `set map ${map} ${key} ${value}`);
  const answer = (await say(address, commands)).trim();
  if (answer) throw new GatewayFailure(`the gateway at ${address} refuses: ${answer}`);
}

/** The map may be at another path in the gateway's container than here. */
async function mapOf(address) {
  const [, id] = /^(\d+) \(\S*release\.map\)/m.exec(await say(address, ['show map'])) ?? [];
  if (id === undefined) throw new GatewayFailure(`the gateway at ${address} has no release.map`);
  return `#${id}`;
}
