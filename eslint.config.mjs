import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const everywhere = {
  eqeqeq: 'error',
  'max-lines': ['error', 300],
  'no-restricted-syntax': [
    'error',
    {
      selector:
        ':matches(ArrayExpression, CallExpression, NewExpression) > SpreadElement > ArrayExpression, ObjectExpression > SpreadElement > ObjectExpression',
      message: 'A literal that is spread at once is a list of its elements.',
    },
  ],
};

export default defineConfig(
  {
    ignores: [
      '**/dist/',
      '**/miniprogram_dist/',
      '**/miniprogram_npm/',
      'coverage/',
      '.data/',
      '.mutation/',
      'bench/results/',
    ],
  },
  // Made from the OpenAPI document, and held against it by a test.
  { ignores: ['clients/mini-program/src/api-schema.ts'] },
  { linterOptions: { noInlineConfig: true } },
  {
    files: ['**/*.mjs', '**/*.cjs', '**/*.js'],
    extends: [tseslint.configs.recommended],
    rules: everywhere,
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...everywhere,
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' }],
      // `async` without `await` turns a throw into a rejection, which is what a port's caller expects.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    // In WeChat's typings `this` of a page is any, and each call of wx is a promise that nobody waits for.
    files: ['clients/mini-program/example/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['**/*.spec.ts', '**/*.contract.ts', '**/in-memory-*.ts', '**/test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
