import { ConfigurationError } from '#platform/config';
import { DatabaseSilent } from '#platform/database-failures';
import { Refusal } from './refusal.js';
import { startUpFailure } from './start-up-failure.js';

const failure = (message: string, facts: object = {}) => Object.assign(new Error(message), facts);

describe('a failure that was foreseen says what to change', () => {
  it.each([
    ['a variable', new ConfigurationError('PORT', 'expected a port'), 'configuration: PORT: expected a port'],
    ['a refusal', new Refusal('name the file'), 'name the file'],
    [
      'a port',
      failure('', { code: 'EADDRINUSE', port: 3000 }),
      /port 3000 is taken: stop what listens there, or set PORT/,
    ],
    ['a port of root', failure('', { code: 'EACCES', syscall: 'listen', port: 80 }), /set PORT to one above 1023/],
    [
      'no database',
      new DatabaseSilent('10.0.0.1:3306', 3_000, 'ECONNREFUSED'),
      /did not answer at 10\.0\.0\.1:3306, 3 s long \(ECONNREFUSED\): start it, or correct/,
    ],
    [
      'a database that is full',
      new DatabaseSilent('db:3306', 3_000, 'ER_CON_COUNT_ERROR'),
      /raise its max_connections/,
    ],
    ['a database that went away', failure('', { code: 'ECONNREFUSED' }), /stopped answering: start again/],
    ['a password', failure('', { code: 'ER_ACCESS_DENIED_ERROR' }), /user or password of DATABASE_URL/],
    ['a user', failure('', { code: 'ER_ACCESS_DENIED_NO_PASSWORD_ERROR' }), /user or password of DATABASE_URL/],
    ['a user that may not', failure('', { code: 'ER_TABLEACCESS_DENIED_ERROR' }), /GRANT ALL/],
    ['too many connections', failure('', { code: 'ER_CON_COUNT_ERROR' }), /lower DATABASE_POOL_MAX/],
    ['a folder', failure('', { code: 'EACCES', syscall: 'mkdir' }), /check its path and permissions/],
    [
      'a file that may not be written',
      failure('attempt to write a readonly database'),
      /give this user write permission/,
    ],
    ['a file that is none', failure('file is not a database'), /restore a back-up, or delete it/],
    ['a file in use', failure('database is locked'), /stop that one/],
  ])('%s', (_, error, expected) => {
    expect(startUpFailure(error)).toMatch(expected);
  });

  it('and what was not foreseen is left to be told whole', () => {
    expect(startUpFailure(failure('boom'))).toBeNull();
    expect(startUpFailure(null)).toBeNull();
  });
});
