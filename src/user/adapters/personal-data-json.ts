import type { PersonalDataExport } from '../application/export-personal-data.js';

/** The JSON text of an export, record by record: `{"exportedAt": …, "<section>": [record, …], …}`. */
export async function* jsonOf({ exportedAt, sections }: PersonalDataExport): AsyncGenerator<string> {
  yield `{"exportedAt":${JSON.stringify(exportedAt)}`;
  for (const section of sections) {
    yield `,${JSON.stringify(section.name)}:[`;
    let separator = '';
    for await (const record of section.records()) {
      yield separator + JSON.stringify(record);
      separator = ',';
    }
    yield ']';
  }
  yield '}';
}
