import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { ApiDocument } from '../support/api-document.js';
import { replay, scaled, seed } from '../support/scale.js';
import { Shop } from '../support/shop.js';
import { Cast } from './requests/cast.js';
import { asCurl, onTheWire, RawClient } from './requests/client.js';
import { type Document, type GeneratedRequest, requests } from './requests/generated-request.js';
import { Verdicts } from './requests/verdict.js';

const REQUESTS = { short: 2_000, long: 100_000 };
/** Sent at once. */
const BATCH = 10;
/** Generated from one seed. */
const ROUND = 200;
/** Bytes the server may need more after the whole run than after its first tenth. */
const GROWTH = 200 * 1024 * 1024;

jest.setTimeout(6 * 3_600_000);

describe('[P08, F18] requests generated from the API reference', () => {
  let shop: Shop;
  let cast: Cast;
  let client: RawClient;
  let document: Document;
  let verdicts: Verdicts;
  beforeAll(async () => {
    shop = await Shop.open({ notificationRetryDelaysMs: [] });
    cast = await Cast.of(shop);
    client = new RawClient(shop.urls[0] ?? '');
    ({ document } = (await ApiDocument.of(shop.urls[0] ?? '')) as unknown as { document: Document });
    verdicts = new Verdicts(document);
  });
  afterAll(async () => {
    client?.close();
    await shop?.close();
  });

  const kindOf = ({ method, template }: GeneratedRequest, problem: string) =>
    `${method} ${template}: ${problem.split('\n')[0]}`;
  const statuses = new Map<number, number>();

  /** Null, or what is wrong with the answer. */
  async function tryOut(made: GeneratedRequest): Promise<string | null> {
    const sent = onTheWire(made, cast.signature(made.role), cast.idOf);
    const answer = await client.send(sent).catch((error: Error) => error);
    const problem = answer instanceof Error ? answer.message : verdicts.problemOf(made, sent, answer);
    if (!(answer instanceof Error) && answer) {
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      cast.hear(made.role, made.template, answer);
    }
    if (problem === null) return null;
    const said = answer instanceof Error ? '' : `\n${answer?.body.slice(0, 2_000)}`;
    return `${problem}\n${asCurl(sent, made.role)}${said}`;
  }

  /** The smallest request of the same kind with which it goes wrong again; if none does, the one with which it did. */
  async function smallest(round: number, first: GeneratedRequest, problem: string): Promise<string> {
    const property = fc.asyncProperty(requests(document), async (made) => {
      const found = await tryOut(made);
      if (found !== null && kindOf(made, found) === kindOf(first, problem)) throw new Error(found);
    });
    const result = await fc.check(property, { seed: seed + round, numRuns: ROUND });
    console.log(result.errorInstance);
    return result.errorInstance instanceof Error ? result.errorInstance.message : problem;
  }

  it(`are answered as it says, and never with 5xx (${replay})`, async () => {
    const wanted = scaled(REQUESTS);
    const arbitrary = requests(document);
    const problems = new Map<string, string>();
    let early = 0;
    for (let round = 0; round * ROUND < wanted && problems.size < 10; round++) {
      const all = fc.sample(arbitrary, { seed: seed + round, numRuns: ROUND });
      for (let at = 0; at < all.length; at += BATCH) {
        const batch = all.slice(at, at + BATCH);
        const found = await Promise.all(batch.map(tryOut));
        await cast.refresh();
        for (const [nth, made] of batch.entries()) {
          const problem = found[nth] ?? null;
          if (problem === null || problems.has(kindOf(made, problem))) continue;
          problems.set(kindOf(made, problem), await smallest(round, made, problem));
        }
      }
      if (round * ROUND >= wanted / 10) early ||= residentBytes(shop.urls[0] ?? '');
    }
    if (problems.size > 0) throw new Error([...problems].map(([kind, example]) => `${kind}\n${example}`).join('\n\n'));
    expect(residentBytes(shop.urls[0] ?? '') - early).toBeLessThan(GROWTH);
    expect(statuses.get(200) ?? 0).toBeGreaterThan(wanted / 20);
    expect((await fetch(`${shop.urls[0]}/health/ready`)).status).toBe(200);
  });
});

/** Memory of the process that serves this address; 0 where there is no /proc. */
function residentBytes(url: string): number {
  try {
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    const pid = pids.find((one) => environmentOf(one).includes(`PORT=${new URL(url).port}`));
    const [, kib] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kib ?? 0) * 1024;
  } catch {
    return 0;
  }
}

function environmentOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return [];
  }
}
