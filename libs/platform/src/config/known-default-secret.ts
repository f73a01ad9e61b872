const words = [
  '0123456789abcdef',
  '1234567890',
  '0123456789',
  '123456789',
  '12345678',
  '123456',
  'abcdefghijklmnopqrstuvwxyz',
  'admin',
  'default',
  'example',
  'guest',
  'jishidemoowner',
  'key',
  'letmein',
  'minio',
  'minioadmin',
  'mysecret',
  'pass',
  'passw0rd',
  'password',
  'qwerty',
  'root',
  'secret',
  'supersecret',
  'your',
].join('|');
const onlyKnownWords = new RegExp(`^(?:${words})+[0-9]*$`);
const placeholder = /changeme|changethis|replaceme|replacethis/;

/** Whether anyone would try this first: one character over and over, words of samples and defaults, placeholders. */
export function isKnownDefaultSecret(secret: string): boolean {
  const letters = secret.toLowerCase().replace(/[\s!-/:-@[-`{-~]/g, '');
  return /^(.)\1*$/s.test(secret) || placeholder.test(letters) || onlyKnownWords.test(letters);
}
