import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Echo } from '../support/echo.js';
import { Haproxy, haproxy } from '../support/haproxy.js';
import { until } from '../support/until.js';

interface Routing {
  readonly live: string;
  readonly share: number;
}

/** What a release tells gateways, with nobody behind them but echoes. */
(haproxy ? describe : describe.skip)('two gateways of one shop', () => {
  let upstream: Echo;
  let one: Haproxy;
  let other: Haproxy;
  beforeAll(async () => {
    upstream = await Echo.open('all');
    const { address } = upstream;
    const upstreams = { blue: address, green: address, canary: address };
    [one, other] = await Promise.all([Haproxy.start(upstreams), Haproxy.start(upstreams)]);
    await Promise.all([one.untilEverybodyIsUp(), other.untilEverybodyIsUp()]);
  });
  afterAll(async () => {
    await Promise.all([one?.close(), other?.close(), upstream?.close()]);
  });

  const both = (words: string) => one.release(`--gateway ${one.admin},${other.admin} ${words}`);
  const routing = async (gateway: Haproxy): Promise<Routing & { sameAtStart: unknown }> => {
    const { events } = await gateway.release('status');
    const { live, share, sameAtStart } = events.find(({ event }) => event === 'status') as unknown as Routing & {
      sameAtStart: unknown;
    };
    return { live, share, sameAtStart };
  };
  const kept = (text: string) => /live (\w+)\nshare (\d+)\n/.exec(text)?.slice(1).join(' ');

  it('are told the same, and when they differ whoever says what is wanted makes them agree', async () => {
    expect(await both('share 20')).toMatchObject({ exitCode: 0 });
    expect([await routing(one), await routing(other)]).toMatchObject([{ share: 20 }, { share: 20 }]);
    expect(await other.release('share 10')).toMatchObject({ exitCode: 0 });
    expect((await both('status')).events).toContainEqual(expect.objectContaining({ gatewaysAgree: false }));
    expect(await both('canary')).toMatchObject({ exitCode: 4 });
    expect(await both('promote green')).toMatchObject({ exitCode: 1 });
    expect(await both('rollback')).toMatchObject({ exitCode: 0 });
    expect([await routing(one), await routing(other)]).toMatchObject([{ share: 0 }, { share: 0 }]);
    expect(await one.release('share 10')).toMatchObject({ exitCode: 0 });
    expect(await other.release('switch green')).toMatchObject({ exitCode: 0 });
    // Nobody is on the canary any more; which slot is live is still to be said.
    expect(await both('rollback')).toMatchObject({ exitCode: 1 });
    expect([await routing(one), await routing(other)]).toMatchObject([
      { live: 'blue', share: 0 },
      { live: 'green', share: 0 },
    ]);
    expect(await both('switch blue')).toMatchObject({ exitCode: 0 });
    expect([await routing(one), await routing(other)]).toMatchObject([{ live: 'blue' }, { live: 'blue' }]);
  });

  it('of which one does not answer: nobody is let onto the canary, and everybody is taken off it where that can be', async () => {
    expect(await one.release('share 20')).toMatchObject({ exitCode: 0 });
    const lame = `--gateway ${one.admin},/nowhere`;
    expect(await one.release(`${lame} share 40`)).toMatchObject({ exitCode: 1 });
    expect(await routing(one)).toMatchObject({ share: 20 });
    expect(await one.release(`${lame} rollback`)).toMatchObject({ exitCode: 1 });
    expect(await routing(one)).toEqual({ live: 'blue', share: 0, sameAtStart: true });
  });

  it('are told what can be kept for their next start, or nothing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'jishi-persist-'));
    const file = join(folder, 'map');
    const persist = (command: string, words: string) => one.release(words, { variables: { RELEASE_PERSIST: command } });
    expect(await persist(`cat > ${file}`, 'share 3')).toMatchObject({ exitCode: 0 });
    expect(kept(readFileSync(file, 'utf8'))).toBe('blue 3');
    expect(await persist('exit 9', 'share 4')).toMatchObject({ exitCode: 1 });
    expect(await routing(one)).toMatchObject({ share: 3 });
    expect(await one.release('rollback')).toMatchObject({ exitCode: 0 });
    rmSync(folder, { recursive: true });
  });

  it('go on from wherever a command was killed: never further back than it was, and whole when it is given again', async () => {
    for (const [number, slot] of ['green', 'blue', 'green', 'blue'].entries()) {
      const before = (await routing(one)).live;
      const child = one.spawnRelease(`switch ${slot}`);
      const ended = once(child, 'close');
      // Somewhere between its start and its end, which is some hundred milliseconds later.
      await Promise.race([ended, pause(80 * (number + 1), undefined, { ref: false })]);
      child.kill('SIGKILL');
      await ended;
      const now = await routing(one);
      expect([before, slot]).toContain(now.live);
      // A gateway that starts anew now is where it is, or where it was to be.
      expect([`${now.live} 0`, `${slot} 0`]).toContain(kept(one.kept));
      expect(await one.release(`switch ${slot}`)).toMatchObject({ exitCode: 0 });
      expect(await routing(one)).toEqual({ live: slot, share: 0, sameAtStart: true });
    }
  });

  it('keep a slot that does not pass its checks from becoming live', async () => {
    await upstream.close();
    for (const server of ['green/green-1', 'canary/canary-1']) await one.untilServer(server, 'DOWN');
    for (const words of ['switch green', 'share 5', 'canary'])
      expect({ words, ...(await one.release(words)) }).toMatchObject({ exitCode: 5 });
    expect(await routing(one)).toEqual({ live: 'blue', share: 0, sameAtStart: true });
    await upstream.listen();
    await one.untilEverybodyIsUp();
  });

  it('say that requests are still under way on the slot before, and when they are not', async () => {
    let answer = () => undefined as void;
    upstream.answer = (response) => (answer = () => void response.end('at last'));
    const slow = fetch(`${one.url}/api/v1/orders`).then((answered) => answered.text());
    await until(() => upstream.seen.length > 0);
    expect(await one.release('switch green --drain-timeout 100ms')).toMatchObject({ exitCode: 6 });
    expect(await routing(one)).toMatchObject({ live: 'green' });
    const draining = one.release('switch green --drain-timeout 20s');
    answer();
    expect(await slow).toBe('at last');
    expect(await draining).toMatchObject({ exitCode: 0 });
    expect(await one.release('switch blue')).toMatchObject({ exitCode: 0 });
  });

  it.each([
    '',
    'nonsense',
    'share',
    'share 101',
    'share x',
    'switch red',
    'canary --steps 5,5',
    'canary --steps 0',
    'canary --observe 5',
    'status --what',
  ])('are told nothing by "%s"', async (words) => {
    expect(await one.release(words)).toMatchObject({ exitCode: 2, events: [{ outcome: 'wrong-use' }] });
  });
});
