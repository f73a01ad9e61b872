const DEADLINE_MS = 5_000;

/** Prometheus could not be asked, or did not understand. */
export class PrometheusFailure extends Error {}

/** @throws PrometheusFailure @returns the series that match, each with its labels and its value */
async function series(base, promql) {
  try {
    const answer = await fetch(new URL('/api/v1/query', base), {
      method: 'POST',
      body: new URLSearchParams({ query: promql, timeout: `${DEADLINE_MS}ms` }),
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    const { status, error, data } = await answer.json();
    if (status !== 'success') throw new Error(error ?? `it answers ${answer.status}`);
    return data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
  } catch (error) {
    throw new PrometheusFailure(`Prometheus at ${base}: ${error.cause?.code ?? error.message}`);
  }
}

/** Asks several questions of one value each; null where there is no such series, or no number. */
export async function numbers(base, questions) {
  const entries = Object.entries(questions).map(async ([name, promql]) => {
    const [first] = await series(base, promql);
    return [name, first !== undefined && Number.isFinite(first.value) ? first.value : null];
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Different values of a label. */
export async function labelValues(base, promql, label) {
  return [...new Set((await series(base, promql)).map(({ labels }) => labels[label]))];
}
