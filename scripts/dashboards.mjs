// Writes the Grafana dashboards of scripts/lib/dashboards into deploy/grafana/dashboards; `--check` only tells whether they are stale.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { canary } from './lib/dashboards/canary.mjs';
import { forecast } from './lib/dashboards/forecast.mjs';
import { money } from './lib/dashboards/money.mjs';
import { service } from './lib/dashboards/service.mjs';
import { stores } from './lib/dashboards/stores.mjs';

const folder = new URL('../deploy/grafana/dashboards/', import.meta.url);
const wanted = new Map();
for (const dashboard of [service, stores, money, canary, forecast]) {
  wanted.set(`${dashboard.uid}.json`, await format(JSON.stringify(dashboard), { parser: 'json', printWidth: 120 }));
}

const files = () => readdirSync(folder).filter((file) => file.endsWith('.json'));
if (!process.argv.includes('--check')) {
  for (const file of files()) if (!wanted.has(file)) rmSync(new URL(file, folder));
  for (const [file, text] of wanted) writeFileSync(new URL(file, folder), text);
} else {
  const isCurrent = (file) => wanted.get(file) === readFileSync(new URL(file, folder), 'utf8');
  if (files().length !== wanted.size || !files().every(isCurrent)) {
    console.error('deploy/grafana/dashboards is stale; run: npm run dashboards');
    process.exitCode = 1;
  }
}
