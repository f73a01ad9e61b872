import { statementSpan } from './statement-span.js';

describe('the span of a statement', () => {
  it.each([
    ['SELECT `A`.`id` FROM `orders` `A` WHERE id = ?', 'SELECT orders'],
    ['INSERT INTO outbox (id) VALUES (?)', 'INSERT outbox'],
    ['\n  update stock SET n = ?', 'UPDATE stock'],
    ['DELETE FROM relay_line WHERE event_id IN (?)', 'DELETE relay_line'],
    ['COMMIT', 'COMMIT'],
    ['START TRANSACTION', 'START TRANSACTION'],
    ['', 'STATEMENT'],
  ])('is named by what it does and to which table: %s', (sql, name) => {
    expect(statementSpan('mysql', sql)).toMatchObject({ name, kind: 'client' });
  });

  it('has its text, in which a long list is said once', () => {
    const { facts } = statementSpan('sqlite', 'SELECT id FROM a WHERE id IN (?,?,?,?,?)');
    expect(facts).toMatchObject({
      'db.system.name': 'sqlite',
      'db.query.text': 'SELECT id FROM a WHERE id IN (?,…×5)',
    });
  });
});
