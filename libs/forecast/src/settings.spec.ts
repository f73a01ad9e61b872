import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forecastVariables, readSettings } from './settings.js';

describe('settings of the forecaster', () => {
  it('have a default each', () => {
    expect(readSettings({})).toEqual({
      prometheus: { url: 'http://127.0.0.1:9090', authorization: null },
      host: '0.0.0.0',
      port: 9310,
      loads: [
        { name: 'requests', expression: forecastVariables.FORECAST_REQUESTS[0] },
        { name: 'database', expression: forecastVariables.FORECAST_DATABASE[0] },
      ],
      historyHours: 8 * 168,
      leadMinutes: 30,
      logLevel: 'info',
    });
  });

  it('leave out the load whose expression is empty', () => {
    expect(readSettings({ FORECAST_DATABASE: '' }).loads.map(({ name }) => name)).toEqual(['requests']);
    expect(() => readSettings({ FORECAST_DATABASE: '', FORECAST_REQUESTS: ' ' })).toThrow(/^FORECAST_REQUESTS: /);
  });

  it('take credentials out of the address, also of one in a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'jishi-forecast-'));
    const file = join(folder, 'url');
    writeFileSync(file, 'https://shop:p%40ss@prometheus.example.com/path/\n');
    const { prometheus } = readSettings({ FORECAST_PROMETHEUS_URL_FILE: file });
    rmSync(folder, { recursive: true });
    expect(prometheus.url).toBe('https://prometheus.example.com/path');
    expect(prometheus.authorization).toBe(`Basic ${Buffer.from('shop:p@ss').toString('base64')}`);
    const { authorization } = readSettings({ FORECAST_PROMETHEUS_URL: 'http://:token@x' }).prometheus;
    expect(authorization).toBe(`Basic ${Buffer.from(':token').toString('base64')}`);
    expect(() => readSettings({ FORECAST_PROMETHEUS_URL_FILE: file })).toThrow(
      'FORECAST_PROMETHEUS_URL_FILE: cannot be read (ENOENT)',
    );
  });

  it.each([
    ['FORECAST_PROMETHEUS_URL', 'ftp://secret@x', 'an http(s) address'],
    ['FORECAST_PROMETHEUS_URL', '', 'an http(s) address'],
    ['FORECAST_PORT', '65536', 'a port'],
    ['FORECAST_WEEKS', '1', 'a whole number from 2 to 26'],
    ['FORECAST_WEEKS', '2.5', 'a whole number from 2 to 26'],
    ['FORECAST_LEAD_MINUTES', '0', 'a whole number from 1 to 720'],
    ['LOG_LEVEL', 'loud', 'one of fatal, error, warn, info, debug, trace, silent'],
  ])('refuse %s=%s in one line that repeats no value', (name, value, expected) => {
    expect(() => readSettings({ [name]: value })).toThrow(new Error(`${name}: expected ${expected}`));
  });

  it('are those of docs/forecast.md, with their defaults', () => {
    const page = readFileSync(join(__dirname, '../../../docs/forecast.md'), 'utf8');
    const rows = [...page.matchAll(/^\| `([A-Z_]+)` *\| `(.*?)` *\|/gm)].map(([, name, preset]) => [name, preset]);
    expect(rows).toEqual(Object.entries(forecastVariables).map(([name, [preset]]) => [name, preset]));
  });
});
