// Nest 12 and most of its friends are ESM; Jest on Node 20 runs all of it as CommonJS through SWC.
const common = { sourceMaps: 'inline', module: { type: 'commonjs', importInterop: 'node' } };
const typescript = {
  ...common,
  jsc: {
    target: 'es2023',
    keepClassNames: true,
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
};
const javascript = { ...common, jsc: { target: 'es2023', parser: { syntax: 'ecmascript' } } };

export default {
  testEnvironment: 'node',
  // No test is about speed; machines are noisy, and some are slow. Only what hangs takes as long as this.
  testTimeout: 600_000,
  // Half of a test's time is waiting for servers: a core for each worker is not too many.
  maxWorkers: '100%',
  roots: ['<rootDir>/src', '<rootDir>/libs', '<rootDir>/clients', '<rootDir>/templates', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  transform: {
    '\\.ts$': ['@swc/jest', typescript],
    '\\.m?js$': ['@swc/jest', javascript],
  },
  transformIgnorePatterns: [],
  moduleNameMapper: {
    '^#kernel$': '<rootDir>/libs/shared-kernel/src/index.ts',
    '^#platform/(.*)$': '<rootDir>/libs/platform/src/$1/index.ts',
    '^#wechat$': '<rootDir>/libs/wechat/src/index.ts',
    '^#wechat-simulator$': '<rootDir>/libs/wechat-simulator/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
};
