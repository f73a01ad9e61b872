import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

it('the types of clients/mini-program are those of the OpenAPI document of this checkout', () => {
  const script = join(__dirname, '../../scripts/client-types.mjs');
  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
});
