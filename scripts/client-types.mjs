// Writes the types of clients/mini-program from this checkout's OpenAPI document; `--check` only tells whether they are stale.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { format } from 'prettier';
import style from '../prettier.config.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const target = here('../clients/mini-program/src/api-schema.ts');
const BASE = '/api/v1';
/** Below BASE, what a shopper has no business with. */
const OTHERS = ['/admin/', '/auth/staff/', '/payments/', '/wechat/'];

const { stdout, stderr } = spawnSync(process.execPath, [here('../dist/src/commands/openapi.js')], {
  encoding: 'utf8',
  maxBuffer: 2 ** 28,
});
if (!stdout) throw new Error(`no OpenAPI document:\n${stderr}`);
const document = JSON.parse(stdout);

const shopperPaths = Object.entries(document.paths)
  .filter(([path]) => path.startsWith(`${BASE}/`))
  .map(([path, operations]) => [path.slice(BASE.length), operations])
  .filter(([path]) => !OTHERS.some((other) => path.startsWith(other)));
document.paths = Object.fromEntries(shopperPaths);
delete document.components.securitySchemes;
for (let text = ''; text !== (text = JSON.stringify(document));) {
  for (const name of Object.keys(document.components.schemas))
    if (!text.includes(`"#/components/schemas/${name}"`)) delete document.components.schemas[name];
}

const note = '// Made by `npm run client:types` from the OpenAPI document: do not edit.\n\n';
const types = note + astToString(await openapiTS(document, { alphabetize: false, defaultNonNullable: false }));
const after = await format(types, { ...style, parser: 'typescript' });
if (!process.argv.includes('--check')) {
  writeFileSync(target, after);
} else if (readFileSync(target, 'utf8') !== after) {
  console.error('clients/mini-program/src/api-schema.ts is stale; run: npm run client:types');
  process.exitCode = 1;
}
