import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { developmentSecrets } from '#platform/config';
import { configOfCommand } from './config-of-command.js';
import { runCommand } from './run-command.js';

const MISSING = /^configuration: DATABASE_URL: is missing, expected [^\n]*$/;
const MEANT = 'NODE_ENV is not set, so this is production: for the shop of npm start say NODE_ENV=development';

describe('a command without the configuration of production', () => {
  const [before, variables] = [process.cwd(), process.env];
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jishi-command-'));
    process.chdir(folder);
    process.env = {};
  });
  afterEach(() => {
    process.env = variables;
    process.chdir(before);
    rmSync(folder, { recursive: true });
  });

  async function refusal(): Promise<string[]> {
    const print = jest.spyOn(console, 'error').mockReturnValue();
    const exit = jest.spyOn(process, 'exit').mockReturnValue(undefined as never);
    await runCommand('keys:report', () => Promise.reject(new Error('it was not refused')));
    expect(exit).toHaveBeenCalledWith(1);
    const printed = print.mock.calls.flat().join('\n');
    jest.restoreAllMocks();
    return printed.split('\n');
  }

  it('says how the shop of npm start is meant, where there is one', async () => {
    developmentSecrets();
    expect(await refusal()).toEqual([expect.stringMatching(MISSING), MEANT]);
    process.env = { NODE_ENV: 'development' };
    expect(configOfCommand().database.primary).toEqual({ kind: 'sqlite', path: '.data/jishi.sqlite' });
  });

  it('does not speak of development where nobody develops', async () => {
    expect(await refusal()).toEqual([expect.stringMatching(MISSING)]);
  });

  it('does not doubt an operator who says production', async () => {
    developmentSecrets();
    process.env = { NODE_ENV: 'production' };
    expect(await refusal()).toEqual([expect.stringMatching(MISSING)]);
  });
});
