// npm run test:faults: faults, properties, generated requests and races at full length; arguments go to Jest.
import { asCommand } from './lib/checkout.mjs';
import { runTests } from './lib/run-tests.mjs';

const FOLDERS = ['test/faults', 'test/properties', 'refresh-races'];

await asCommand(() => {
  const asked = process.argv.slice(2);
  const paths = asked.some((argument) => !argument.startsWith('-')) ? [] : FOLDERS;
  return runTests(['--runInBand', ...asked, ...paths], { FAULT_SCALE: 'long' });
});
