const DEADLINE_MS = 5_000;

/** Prometheus could not be asked, or did not understand. */
export class PrometheusFailure extends Error {}

/** @throws PrometheusFailure @returns the series that match, each with its labels and its value */
async function series(base, promql) {
  try {
    // It may be served below a path.
    const answer = await fetch(new URL('api/v1/query', base.endsWith('/') ? base : `${base}/`), {
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

/**
 * Asks several questions of one value each; null where there is no such series, or no number. All in one query, which sees one moment: with a scrape between
 * two of them a sum from before it would be held against parts from after it.
 */
export async function numbers(base, questions) {
  const named = Object.entries(questions).map(
    ([name, promql]) => `label_replace(${promql}, "figure", "${name}", "", "")`,
  );
  const values = new Map((await series(base, named.join(' or '))).map(({ labels, value }) => [labels.figure, value]));
  return Object.fromEntries(
    Object.keys(questions).map((name) => [name, Number.isFinite(values.get(name)) ? values.get(name) : null]),
  );
}

/** Different values of a label. */
export async function labelValues(base, promql, label) {
  return [...new Set((await series(base, promql)).map(({ labels }) => labels[label]))];
}
