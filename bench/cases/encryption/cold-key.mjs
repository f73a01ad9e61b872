// What the first look at somebody's data costs a process: their key is read from the database and unwrapped.
import { newId, SystemClock } from '#kernel';
import { asActivity } from '#platform/activity';
import { PersonalDataCipher } from '#platform/crypto';
import { Database } from '#platform/database';
import { Revocations } from '#platform/revocation';
import { DataKeys } from '../../../dist/libs/platform/src/crypto/data-keys.js';
import { EnvelopeCipher } from '../../../dist/libs/platform/src/crypto/envelope-cipher.js';
import { KeyManagement } from '../../../dist/libs/platform/src/crypto/key-management.js';
import { KeyUses } from '../../../dist/libs/platform/src/crypto/key-uses.js';
import { ADDRESS } from '../../lib/people.mjs';

const PEOPLE = 200;
const address = JSON.stringify(ADDRESS);

export async function run(bench) {
  const app = await bench.application();
  const cipher = app.get(PersonalDataCipher);
  const fields = [];
  await asActivity('bench', async () => {
    for (let made = 0; made < PEOPLE; made++) {
      const at = { table: 'user_addresses', column: 'content', row: newId() };
      fields.push({ at, sealed: (await cipher.of(newId())).seal(address, at) });
    }
  });
  /** A process that has just started. */
  const another = () =>
    new EnvelopeCipher(
      new DataKeys(app.get(Database), app.get(KeyManagement), app.get(Revocations), new SystemClock()),
      app.get(KeyUses),
    );
  const opener = (cipherFor) => (times) =>
    asActivity('bench', async () => {
      let chosen = cipherFor();
      for (let done = 0; done < times; done++) {
        const turn = done % PEOPLE;
        if (turn === 0) chosen = cipherFor();
        const { sealed, at } = fields[turn];
        if ((await chosen.open(sealed, at)) !== address) throw new Error('it does not open');
      }
    });
  const cold = { name: 'cold key', work: opener(another) };
  const warm = { name: 'warm key', work: opener(() => cipher) };
  const what = 'open a postal address, the key not held yet (one SELECT, one unwrapping)';
  return [await bench.compareWork({ what, goal: 'about one query' }, cold, warm)];
}
