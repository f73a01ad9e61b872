import { readFile } from 'node:fs/promises';
import { metrics } from '#platform/observability';

const build = metrics.gauge({
  name: 'jishi_build_info',
  help: '1; its label says which version serves',
  labels: ['version'],
  aggregator: 'first',
});

/** @param packageJson read by the first who asks for the figures */
export function tellBuild(packageJson: URL): void {
  metrics.beforeTelling(async () => {
    const { version } = JSON.parse(await readFile(packageJson, 'utf8')) as { version: string };
    build.labels(version).set(1);
  });
}
