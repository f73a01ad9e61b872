import { type ExportSection, HoldsPersonalData, PersonalDataHolder } from '#platform/privacy';
import { asDate, Database, inPages } from '#platform/database';
import { DeleteFiles } from '../application/delete-files.js';
import { PictureUrls } from '../application/picture-urls.js';
import { Thumbnails } from '../domain/thumbnails.js';
import { Uploads } from '../domain/uploads.js';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: unknown;
  readonly status: string;
  readonly uploaded_at: unknown;
}

const PAGE = 100;

/** The pictures a person uploaded. Erasing them needs no store: their files are deleted when it answers. */
@HoldsPersonalData()
export class PersonalUploads extends PersonalDataHolder {
  constructor(
    private readonly database: Database,
    private readonly uploads: Uploads,
    private readonly thumbnails: Thumbnails,
    private readonly deletion: DeleteFiles,
    private readonly urls: PictureUrls,
  ) {
    super();
  }

  sections(personId: string): readonly ExportSection[] {
    return [{ name: 'uploads', records: () => this.records(personId) }];
  }

  async assertErasable(): Promise<void> {}

  async erase(personId: string): Promise<void> {
    const removed = await this.uploads.removeAllOf({ kind: 'shopper', id: personId });
    const smaller = await this.thumbnails.forget(removed.map(({ id }) => id));
    await this.deletion.soon([...removed.map(({ name }) => name), ...smaller]);
  }

  private async *records(personId: string): AsyncIterable<object> {
    const rows = inPages<Row>(PAGE, (last) =>
      this.database.query<Row>(
        `SELECT id, name, type, bytes, status, uploaded_at FROM uploads
         WHERE uploader_id = ? AND uploader_kind = 'shopper' AND id > ? ORDER BY id LIMIT ${PAGE}`,
        [personId, last?.id ?? ''],
      ),
    );
    for await (const { name, type, bytes, status, uploaded_at } of rows) {
      yield { url: this.urls.of(name), type, bytes: Number(bytes), status, uploadedAt: asDate(uploaded_at) };
    }
  }
}
