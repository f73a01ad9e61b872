import { fileURLToPath } from 'node:url';

/** The root of this checkout; scripts work from any working directory. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** On standard error: standard output belongs to what the command prints. */
export const say = (text) => console.error(`jishi: ${text}`);

/** A failure its reader can act on: `message` says what to do, so no stack is shown. */
export class Refusal extends Error {}

/** Runs `main` and exits with the code it answers. */
export async function asCommand(main) {
  try {
    requireNode();
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(`jishi: ${error.message}`);
    process.exitCode = 1;
  }
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Refusal(
    `Node ${process.versions.node} is too old: install Node 20.19 or newer (nvm install, or https://nodejs.org), then run this again`,
  );
}
