// node scripts/bundle.mjs: the last step of a build. Of dist/ it makes dist/server/, the same server in a few files (docs/adr/0051-the-server-in-a-few-files.md).
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import resolvePackages from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';
import { asCommand, Refusal, root } from './lib/checkout.mjs';

const folder = join(root, 'dist/server');
/** ES modules are slow to load by the hundred; all other packages are CommonJS, which is not, and stay where they are. */
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const packages = Object.keys(dependencies).filter((name) => /^(@nestjs\/|zod$)/.test(name));

const isOutside = (id) => !/^[./#\0]/.test(id) && !packages.some((name) => id === name || id.startsWith(`${name}/`));

/** What is put into one file with others still finds what lies beside the file it was. */
const ownAddresses = {
  name: 'own-addresses',
  resolveImportMeta(property, { chunkId, moduleId }) {
    const here = dirname(join(folder, chunkId));
    return property === 'url' ? `new URL(${JSON.stringify(relative(here, moduleId))}, import.meta.url).href` : null;
  },
};

/** TypeScript's helpers for decorators ask for the `this` of a script, packages refer to themselves in circles: neither is news. */
const QUIET = new Set(['THIS_IS_UNDEFINED', 'CIRCULAR_DEPENDENCY', 'INVALID_ANNOTATION']);

await asCommand(async () => {
  rmSync(folder, { recursive: true, force: true });
  const bundle = await rollup({
    input: ['main', 'compile-ahead'].map((name) => join(root, `dist/src/${name}.js`)),
    external: isOutside,
    plugins: [ownAddresses, resolvePackages({ exportConditions: ['node'] })],
    treeshake: false,
    onLog(level, { code, message }) {
      if (level !== 'debug' && level !== 'info' && !QUIET.has(code)) throw new Refusal(`cannot bundle: ${message}`);
    },
  });
  await bundle.write({ dir: folder, sourcemap: true, chunkFileNames: 'parts/[name].js' });
});
