import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { load } from 'js-yaml';
import { configurationVariables, type ConfigurationVariable } from '#platform/config';
import { CHART } from '../support/helm/chart.js';
import { WAYS } from '../support/helm/values.js';

const variables: readonly ConfigurationVariable[] = configurationVariables;
const schema = JSON.parse(readFileSync(join(CHART, 'values.schema.json'), 'utf8')) as {
  $defs: Record<string, { enum: string[] }>;
};
const defaults = load(readFileSync(join(CHART, 'values.yaml'), 'utf8')) as Record<string, Record<string, unknown>>;
const isValid = new Ajv({ strict: false }).compile(schema);

describe('values of the chart', () => {
  it.each(Object.entries(WAYS))('%s are valid', (_, values) => {
    isValid(values);
    expect(isValid.errors).toBeNull();
  });

  it('by default are valid, and the schema knows every one of them', () => {
    isValid(defaults);
    expect(isValid.errors).toBeNull();
  });

  it.each([
    { replica: 3 },
    { publicBaseUrl: 'http://shop.example.com' },
    { config: { ORDER_PAYMENT_TLL: '30m' } },
    { config: { JWT_KEYS: 'a:b' } },
    { secrets: { names: ['JWT_KEY'] } },
    { canary: { weight: 101 } },
    { forecast: { requestsPerPod: -1 } },
    { forecast: { config: { FORECAST_LEAD: 15 } } },
  ])('%j are refused', (values) => {
    expect(isValid(values)).toBe(false);
  });

  it('name secrets and variables as the shop does: all of them, and no others', () => {
    const secrets = variables.filter(({ secret, file }) => secret || file).map(({ name }) => name);
    expect(schema.$defs['secretName']?.enum).toEqual(secrets);
    const decided = [
      'NODE_ENV',
      'PORT',
      'HOST',
      'MANAGEMENT_PORT',
      'WORKERS',
      'BACKGROUND_JOBS',
      'PUBLIC_BASE_URL',
      'DEMO_SEED',
    ];
    const rest = variables.filter(({ name, secret }) => !secret && !decided.includes(name)).map(({ name }) => name);
    expect(schema.$defs['variableName']?.enum).toEqual(rest);
    expect(secrets).toEqual(expect.arrayContaining(defaults['secrets']?.['names'] as string[]));
  });
});
