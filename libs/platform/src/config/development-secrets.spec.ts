import fs, { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { developmentSecrets, loadConfig } from './index.js';

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'jishi-'))));
afterEach(() => rmSync(directory, { recursive: true }));

describe('the keys made in development', () => {
  it('are made once, kept, and fit for use', () => {
    const kept = join(directory, '.data');
    const first = developmentSecrets(kept);
    expect(developmentSecrets(kept)).toEqual(first);
    expect(readdirSync(kept)).toEqual(['development-secrets.json']);
    expect(loadConfig({ NODE_ENV: 'test' }, { developmentSecrets: () => first }).auth.jwtKeys[0]?.id).toBe(
      'development',
    );
  });

  it('are those of the process that came first, when two start at once', () => {
    const rival = { JWT_KEYS: 'rival', KMS_KEYRING: 'rival' };
    const link = fs.linkSync;
    const race = jest.spyOn(fs, 'linkSync').mockImplementation((from, to) => {
      writeFileSync(to, JSON.stringify(rival));
      link(from, to);
    });
    expect(developmentSecrets(directory)).toEqual(rival);
    expect(race).toHaveBeenCalledTimes(1);
    race.mockRestore();
    expect(readdirSync(directory)).toEqual(['development-secrets.json']);
  });

  it('differ from one machine to the next', () => {
    expect(developmentSecrets(join(directory, 'a'))).not.toEqual(developmentSecrets(join(directory, 'b')));
  });

  it('can be read by their owner only', () => {
    developmentSecrets(directory);
    expect(statSync(join(directory, 'development-secrets.json')).mode & 0o777).toBe(0o600);
  });

  it('are refused in one line when they are damaged', () => {
    writeFileSync(join(directory, 'development-secrets.json'), '{"JWT_KEYS":');
    expect(() => developmentSecrets(directory)).toThrow(/^JWT_KEYS: expected it and KMS_KEYRING.*damaged: .*delete/);
  });
});
