import { z } from 'zod';

/** Longer than Prometheus takes for a week of a large shop; by then something is wrong. */
const DEADLINE_MS = 60_000;

/** Seconds since 1970, and a figure as Prometheus writes it: `NaN` and `+Inf` are texts too. */
const sample = z.tuple([z.number(), z.string()]);
const answer = z.discriminatedUnion('status', [
  z.object({ status: z.literal('error'), error: z.string() }),
  z.object({
    status: z.literal('success'),
    data: z.discriminatedUnion('resultType', [
      z.object({ resultType: z.literal('vector'), result: z.array(z.object({ value: sample })) }),
      z.object({ resultType: z.literal('matrix'), result: z.array(z.object({ values: z.array(sample) })) }),
    ]),
  }),
]);

export interface Sample {
  /** Seconds since 1970. */
  readonly time: number;
  readonly load: number;
}

/** What is asked of Prometheus' HTTP API. Every method throws an error with a message when there is no answer that can be used. */
export class Prometheus {
  constructor(
    private readonly url: string,
    private readonly authorization: string | null = null,
  ) {}

  /** The load now; null: there is none. */
  async now(expression: string): Promise<number | null> {
    const [sample] = await this.ask('query', { query: expression });
    return sample?.load ?? null;
  }

  /** The load at each step from `from` to `to`, both included, in seconds; those that nobody knows are left out. */
  async range(expression: string, range: { from: number; to: number; step: number }): Promise<readonly Sample[]> {
    const { from, to, step } = range;
    return this.ask('query_range', { query: expression, start: `${from}`, end: `${to}`, step: `${step}` });
  }

  private async ask(path: string, parameters: Readonly<Record<string, string>>): Promise<readonly Sample[]> {
    const response = await fetch(`${this.url}/api/v1/${path}`, {
      method: 'POST',
      body: new URLSearchParams(parameters),
      headers: this.authorization === null ? {} : { authorization: this.authorization },
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    const body = answer.safeParse(await response.json().catch(() => null));
    if (!body.success) throw new Error(`Prometheus gave no answer of its own (status ${response.status})`);
    if (body.data.status === 'error') throw new Error(`Prometheus: ${body.data.error}`);
    const { result } = body.data.data;
    if (result.length > 1) throw new Error(`the expression has ${result.length} series: put sum() around it`);
    const samples = result.flatMap((series) => ('value' in series ? [series.value] : series.values));
    return samples
      .map(([time, text]) => ({ time, load: Number(text) }))
      .filter(({ load }) => Number.isFinite(load) && load >= 0);
  }
}
