import { metrics } from '#platform/observability';

/** What the metrics of this process say at the moment: series of that name with these labels, added up. */
export async function figure(name: string, labels: Readonly<Record<string, string>> = {}): Promise<number | undefined> {
  const samples = (await metrics.families()).flatMap((family) => {
    const { name: own, values } = family.get();
    return values.map((sample) => ({ ...sample, name: sample.metricName ?? own }));
  });
  const found = samples.filter(
    (sample) =>
      sample.name === name && Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
  );
  return found.length === 0 ? undefined : found.reduce((sum, { value }) => sum + value, 0);
}
