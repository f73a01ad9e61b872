import { type Clock, newId } from '#kernel';
import type { Actor } from '#platform/activity';
import { InMemoryAuditLog } from '#platform/audit/testing';
import type { Config } from '#platform/config';
import type { Database } from '#platform/database';
import { Idempotency, type IdempotencyKey } from '#platform/idempotency';
import { EventDelivery } from '../../../test/support/event-delivery.js';
import { WechatAccounts } from '../../auth/index.js';
import { type UserDirectory } from '../../user/index.js';
import { CheckPictureOnMediaUploaded } from '../application/check-picture-on-media-uploaded.js';
import { DeleteFiles } from '../application/delete-files.js';
import { DrawThumbnails } from '../application/draw-thumbnails.js';
import { EndOverdueChecks } from '../application/end-overdue-checks.js';
import { MediaCheck } from '../application/media-check.js';
import { type CleanPicture, Pictures } from '../application/pictures.js';
import { PictureUrls } from '../application/picture-urls.js';
import { RemoveUpload } from '../application/remove-upload.js';
import { SettleCheck } from '../application/settle-check.js';
import { ShowPicture } from '../application/show-picture.js';
import { UploadPicture } from '../application/upload-picture.js';
import type { Uploader } from '../domain/upload.js';
import { InMemoryFileStore } from './in-memory-file-store.js';
import { PersonalUploads } from './personal-uploads.js';
import { SqlDoomedFiles } from './sql-doomed-files.js';
import { SqlMediaChecks } from './sql-media-checks.js';
import { SqlThumbnails } from './sql-thumbnails.js';
import { SqlUploads } from './sql-uploads.js';

export class NobodyThere extends Error {}

/** Takes every file for a picture. */
class AnyPictures extends Pictures {
  size = { width: 1, height: 1 };
  drawn = 0;
  beforeSmaller: () => Promise<void> = async () => {};

  async clean(content: Buffer): Promise<CleanPicture> {
    return { content, type: 'image/jpeg', bytes: content.length, ...this.size, digest: 'digest' };
  }

  async smaller(_: Buffer, side: number): Promise<CleanPicture> {
    this.drawn++;
    await this.beforeSmaller();
    const content = Buffer.from(`${side} pixels`);
    return { content, type: 'image/jpeg', bytes: content.length, width: side, height: side, digest: `digest ${side}` };
  }
}

/** Gives references, or what a test says. */
export class InMemoryMediaCheck extends MediaCheck {
  isOn = true;
  readonly asked: { readonly url: string; readonly account: string }[] = [];
  answer: (asked: number) => Promise<string | null> = async () => `trace-${newId()}`;

  submit(url: string, account: string): Promise<string | null> {
    this.asked.push({ url, account });
    return this.answer(this.asked.length);
  }
}

class Accounts extends WechatAccounts {
  readonly unknown = new Set<string>();

  async accountOf(userId: string): Promise<string | null> {
    return this.unknown.has(userId) ? null : `account of ${userId}`;
  }
}

/** The context on a real database, with everything outside of it at hand. */
export class Surroundings {
  readonly config = {
    backgroundJobs: true,
    uploads: { maxPerShopper: 3, publicBaseUrl: 'https://shop.example/pictures' },
  } as unknown as Config;
  readonly files = new InMemoryFileStore();
  readonly check = new InMemoryMediaCheck();
  readonly accounts = new Accounts();
  readonly erased = new Set<string>();
  readonly audit = new InMemoryAuditLog();
  readonly events: EventDelivery;
  readonly pictures = new AnyPictures();
  readonly uploads: SqlUploads;
  readonly thumbnails: SqlThumbnails;
  readonly doomed: SqlDoomedFiles;
  readonly checks: SqlMediaChecks;
  readonly deletion: DeleteFiles;
  readonly settle: SettleCheck;
  readonly overdue: EndOverdueChecks;
  readonly personal: PersonalUploads;
  readonly show: ShowPicture;
  readonly checkPicture: CheckPictureOnMediaUploaded;
  private readonly uploading: UploadPicture;
  private readonly removing: RemoveUpload;

  /** With none of what the test before has left. */
  static async anew(database: Database, clock: Clock): Promise<Surroundings> {
    for (const table of ['uploads', 'media_checks', 'doomed_files', 'thumbnails', 'outbox', 'inbox'])
      await database.execute(`DELETE FROM ${table}`);
    return new Surroundings(database, clock);
  }

  constructor(
    readonly database: Database,
    readonly clock: Clock,
  ) {
    this.events = new EventDelivery(database, clock);
    this.uploads = new SqlUploads(database, this.events.outbox);
    this.thumbnails = new SqlThumbnails(database);
    this.doomed = new SqlDoomedFiles(database);
    this.checks = new SqlMediaChecks(database, clock);
    this.deletion = new DeleteFiles(this.doomed, this.files, database, clock, this.config);
    this.settle = new SettleCheck(
      this.checks,
      this.uploads,
      this.thumbnails,
      this.deletion,
      this.audit,
      database,
      clock,
    );
    this.overdue = new EndOverdueChecks(this.uploads, clock, this.config);
    const urls = new PictureUrls(this.config);
    this.personal = new PersonalUploads(database, this.uploads, this.thumbnails, this.deletion, urls);
    this.show = new ShowPicture(this.uploads, this.thumbnails, this.files, clock);
    this.removing = new RemoveUpload(this.uploads, this.thumbnails, this.deletion, this.audit, database);
    const { uploads, check, checks, settle, accounts } = this;
    this.checkPicture = new CheckPictureOnMediaUploaded(uploads, check, checks, settle, accounts, urls, clock);
    this.events.subscribe(this.checkPicture);
    const hold = async (id: string) => {
      if (this.erased.has(id)) throw new NobodyThere();
    };
    this.uploading = new UploadPicture(
      ...([uploads, this.pictures, this.files, this.doomed, check, { hold } as unknown as UserDirectory] as const),
      ...([this.audit, new Idempotency(database, clock), clock, this.config] as const),
    );
  }

  /** Another process that draws thumbnails. */
  drawing(): DrawThumbnails {
    const { uploads, thumbnails, pictures, files, doomed, database, clock } = this;
    return new DrawThumbnails(uploads, thumbnails, pictures, files, doomed, database, clock);
  }

  /** Uploads, and waits for what follows; answers the upload's id. */
  async upload(uploader: Uploader = aShopper(), key: IdempotencyKey | null = null): Promise<string> {
    const made = await this.uploading.execute({
      uploader,
      file: Buffer.from('picture'),
      actor: actorOf(uploader),
      key,
    });
    await this.events.bus.idle();
    return made.id;
  }

  async remove(name: string, uploader: Uploader): Promise<void> {
    await this.removing.execute({ name, uploader, actor: actorOf(uploader) });
  }

  async stateOf(id: string) {
    return (await this.uploads.find(id))?.state ?? null;
  }

  async nameOf(id: string): Promise<string> {
    return (await this.stateOf(id))?.name ?? '';
  }

  /** Under which reference this upload is looked at. */
  async referenceOf(id: string): Promise<string> {
    const sql = 'SELECT reference FROM media_checks WHERE upload_id = ?';
    return (await this.database.query<{ reference: string }>(sql, [id]))[0]?.reference ?? '';
  }

  /** Names of all files that are to be deleted some time. */
  async doomedNames(): Promise<string[]> {
    return (await this.database.query<{ name: string }>('SELECT name FROM doomed_files')).map(({ name }) => name);
  }
}

export const aShopper = (): Uploader => ({ kind: 'shopper', id: newId() });
export const aMemberOfStaff = (): Uploader => ({ kind: 'staff', id: newId() });
export const actorOf = ({ kind, id }: Uploader): Actor => ({ kind, id, ip: null, requestId: 'r' });
