/**
 * Follows what an application does with its database from now on: `take()` answers the parts of what happened since the last
 * call, `{ name, micros }` each: statements by their verb and table, BEGIN, COMMIT, and the code between them.
 */
export function watchDatabase(database) {
  let marks = [];
  const mark = (name) => marks.push({ name, at: performance.now() });
  for (const method of ['query', 'execute']) {
    const original = database[method].bind(database);
    database[method] = async (sql, values) => {
      mark(inTransaction && !begun ? 'BEGIN' : 'code');
      begun = true;
      try {
        return await original(sql, values);
      } finally {
        mark(nameOf(sql));
      }
    };
  }
  let inTransaction = false;
  let begun = false;
  const transaction = database.transaction.bind(database);
  database.transaction = async (work) => {
    if (database.inTransaction) return transaction(work);
    mark('code');
    [inTransaction, begun] = [true, false];
    try {
      return await transaction(work);
    } finally {
      inTransaction = false;
      mark('COMMIT');
    }
  };
  return {
    start() {
      marks = [{ name: '', at: performance.now() }];
    },
    take() {
      mark('code');
      const parts = marks.slice(1).map(({ name, at }, nth) => ({ name, micros: (at - marks[nth].at) * 1000 }));
      marks = [];
      return parts;
    },
  };
}

/** `INSERT orders` for `INSERT INTO orders (…) …`. */
function nameOf(sql) {
  const [, verb = '?', table = ''] =
    /^\s*(SELECT)\b[^]*?\bFROM\s+(\w+)/i.exec(sql) ??
    /^\s*(INSERT)\s+(?:IGNORE\s+)?INTO\s+(\w+)/i.exec(sql) ??
    /^\s*(UPDATE|DELETE)\s+(?:FROM\s+)?(\w+)/i.exec(sql) ??
    /^\s*(\w+)/.exec(sql) ??
    [];
  return `${verb.toUpperCase()} ${table}`.trim();
}
