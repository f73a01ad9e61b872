// npm test: from a bare checkout to every test; arguments go to Jest.
import { asCommand } from './lib/checkout.mjs';
import { runTests } from './lib/run-tests.mjs';

await asCommand(() => runTests(process.argv.slice(2)));
