import { resolve } from 'node:path';

// package.json "imports" lead into dist/; the rules are about the sources those files are built from.
const source = (path) => resolve('libs', path);

export default {
  resolve: {
    alias: {
      '#kernel': source('shared-kernel/src/index.ts'),
      '#platform/*': source('platform/src/*/index.ts'),
      '#wechat': source('wechat/src/index.ts'),
      '#wechat-simulator': source('wechat-simulator/src/index.ts'),
    },
  },
};
