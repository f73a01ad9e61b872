import { Ends } from './outcome.mjs';
import { otherSlot, sameRouting } from './routing.mjs';
import { GatewayFailure } from './runtime-api.mjs';

const DRAIN_LOOK_MS = 200;
const SECOND_LOOK_MS = 300;

/**
 * What may be done to the routing. Nothing of a release is kept here: it is read from the gateways, so a command that was cut off anywhere is simply
 * given again.
 */
export class Release {
  constructor({ gateways, kept, report, pause }) {
    Object.assign(this, { gateways, kept, report, pause });
  }

  routing() {
    return this.gateways.routing();
  }

  /** Kept first: a gateway that starts anew in between is then where it was to be, never further back. */
  async set(routing) {
    await this.kept.write(routing);
    await this.gateways.tell(routing);
    this.report.say('set', routing);
  }

  /** Gateways that differ about the share are made to agree. */
  async setShare(share) {
    const live = theLiveSlot(await this.gateways.routings());
    if (share > 0) await this.mustBeUp('canary');
    await this.set({ live, share });
  }

  /**
   * Everybody, at once, also where another gateway does not answer or has another slot live: which one it is to be is not asked now.
   * @throws GatewayFailure when there is one
   */
  async takeCanaryOut() {
    for (let share = 1; share > 0;) {
      const known = await this.gateways.knownRoutings();
      if (!agreeAboutSlot(known)) await this.gateways.tell({ share: 0 });
      await this.set({ live: theLiveSlot(known), share: 0 });
      // A command that lets the canary grow may just have been about to; afterwards it sees this, and ends.
      await this.pause(SECOND_LOOK_MS);
      share = Math.max(...(await this.gateways.knownRoutings()).map((one) => one.share));
    }
  }

  /** @throws Ends refused, when a server of it fails its checks */
  async mustBeUp(backend) {
    const servers = await this.gateways.servers(backend);
    const down = servers.filter(({ up }) => !up).map(({ name }) => name);
    if (servers.length === 0 || down.length > 0)
      throw new Ends('refused', `${down.join(', ') || backend} fails the gateway's checks`);
  }

  /** From this moment on every request but the canary's goes there; requests under way end where they are. */
  async switchTo(slot) {
    const routings = await this.gateways.routings();
    const wanted = { live: slot, share: routings[0].share };
    if (!routings.every((one) => sameRouting(one, wanted))) {
      if (routings.some(({ live }) => live !== slot)) await this.mustBeUp(slot);
      await this.set(wanted);
    }
  }

  /** Waits until nothing is under way there. @throws Ends still-draining */
  async drain(backend, timeoutSeconds) {
    const deadline = performance.now() + timeoutSeconds * 1_000;
    for (let quiet = 0; quiet < 2; await this.pause(DRAIN_LOOK_MS)) {
      const inFlight = (await this.gateways.servers(backend)).reduce((all, one) => all + one.inFlight, 0);
      // Twice: a request may be on its way between the two halves of one look.
      quiet = inFlight === 0 ? quiet + 1 : 0;
      if (inFlight > 0 && performance.now() > deadline)
        throw new Ends('still-draining', `${inFlight} requests are still under way on ${backend}: do not stop it yet`);
    }
    this.report.say('drained', { backend });
  }

  drainOther(slot, timeoutSeconds) {
    return this.drain(otherSlot(slot), timeoutSeconds);
  }
}

const agreeAboutSlot = ([{ live }, ...others]) => others.every((other) => other.live === live);

function theLiveSlot(routings) {
  if (agreeAboutSlot(routings)) return routings[0].live;
  throw new GatewayFailure('the gateways differ about the live slot: say it again by switch');
}
