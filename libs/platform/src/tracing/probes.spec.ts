import { isProbe } from './probes.js';

it.each(['/health', '/health/live', '/health/ready', '/metrics'])('%s is a probe', (route) => {
  expect(isProbe(route)).toBe(true);
});

it.each(['/api/v1/orders', '/healthy', '/docs', undefined])('%s is none', (route) => {
  expect(isProbe(route)).toBe(false);
});
