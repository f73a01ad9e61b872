// What sealing and opening a field costs beyond AES itself: the way to the key, the binding to the row, the record of
// the use, and text for the database.
import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';
import { newId } from '#kernel';
import { asActivity } from '#platform/activity';
import { PersonalDataCipher } from '#platform/crypto';
import { ADDRESS } from '../../lib/people.mjs';

const ALGORITHM = 'aes-256-gcm';

export async function run(bench) {
  const cipher = (await bench.application()).get(PersonalDataCipher);
  const person = newId();
  const at = { table: 'user_addresses', column: 'content', row: newId() };
  const address = JSON.stringify(ADDRESS);
  const key = createSecretKey(randomBytes(32));

  const ours = {
    name: 'PersonalDataCipher',
    work: (times) =>
      asActivity('bench', async () => {
        for (let done = 0; done < times; done++) {
          const sealed = (await cipher.of(person)).seal(address, at);
          if ((await cipher.open(sealed, at)) !== address) throw new Error('it does not open');
        }
      }),
  };
  const peer = {
    name: `node:crypto ${ALGORITHM}`,
    work: (times) => {
      for (let done = 0; done < times; done++) {
        if (decrypted(encrypted(Buffer.from(address), key), key).toString() !== address)
          throw new Error('it does not open');
      }
    },
  };
  const what = `seal and open a postal address (${Buffer.byteLength(address)} bytes), warm key`;
  return [await bench.compareWork({ what, goal: '≤ 3×' }, ours, peer)];
}

function encrypted(plaintext, key) {
  const nonce = randomBytes(12);
  const cipher = createCipheriv(ALGORITHM, key, nonce);
  const text = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return { nonce, text, tag: cipher.getAuthTag() };
}

function decrypted({ nonce, text, tag }, key) {
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: 16 });
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(text), decipher.final()]);
}
