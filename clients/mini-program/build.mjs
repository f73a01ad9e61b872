// node build.mjs [FOLDER]: writes dist/ (ES modules, types) and miniprogram_dist/ (CommonJS, what WeChat's tools take) into
// FOLDER, this one by default, and gives the example its copy.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const [folder = here, ...more] = process.argv.slice(2);
const isHelp = folder === '-h' || folder === '--help';
if (folder.startsWith('-') || more.length > 0) {
  const usage = 'Usage: npm run client:build [-- FOLDER]: the client as a package, and the copy of the example';
  console[isHelp ? 'log' : 'error'](isHelp ? usage : `too much: ${[folder, ...more].join(' ')}. ${usage}`);
  process.exit(isHelp ? 0 : 1);
}
const [modules, commonjs] = [join(folder, 'dist'), join(folder, 'miniprogram_dist')];
for (const old of [modules, commonjs]) rmSync(old, { recursive: true, force: true });

const common = {
  entryPoints: [join(here, 'src/index.ts')],
  bundle: true,
  minify: true,
  target: 'es2018',
  charset: 'utf8',
};
await build({ ...common, format: 'esm', outfile: join(modules, 'index.js') });
await build({ ...common, format: 'cjs', outfile: join(commonjs, 'index.js') });
writeFileSync(join(commonjs, 'package.json'), '{ "type": "commonjs" }\n');

const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));
const { status } = spawnSync(process.execPath, [tsc, '-p', here, '--outDir', modules], { stdio: 'inherit' });
if (status !== 0) process.exit(1);

if (folder === here) {
  const copy = join(here, 'example/miniprogram_npm/jishi-mini-program');
  mkdirSync(copy, { recursive: true });
  cpSync(commonjs, copy, { recursive: true });
}
const size = gzipSync(readFileSync(join(commonjs, 'index.js')), { level: 9 }).length;
console.log(`${folder}: ${size} bytes minified and compressed. Next: npm pack, or open example/ in WeChat DevTools.`);
