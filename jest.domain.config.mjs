import jest from './jest.config.mjs';

/** The specs of the domain alone, which need no database: what `npm run test:mutation` puts to the test. */
export default {
  ...jest,
  roots: ['<rootDir>/src'],
  testMatch: ['**/domain/*.spec.ts'],
  collectCoverageFrom: ['src/*/domain/*.ts', '!**/*.spec.ts'],
  coverageDirectory: '.mutation/coverage',
  coverageReporters: [['text', { skipFull: true }]],
  coverageThreshold: { global: { branches: 100 } },
};
