import { newId, SystemClock } from '#kernel';
import { type AuditEntry, AuditLog, type Actor } from '#platform/audit';
import { type Erasure, Erasures } from '#platform/crypto';
import { aBlindIndex, aCipher } from '#platform/crypto/testing';
import type { Database } from '#platform/database';
import { type ExportSection, HoldsPersonalData, PersonalDataHolder } from '#platform/privacy';
import { holdersOf } from '#platform/privacy/testing';
import { aRevocations } from '#platform/revocation/testing';
import { EraseUser } from '../application/erase-user.js';
import { ExportPersonalData } from '../application/export-personal-data.js';
import { JoinShop } from '../application/join-shop.js';
import { RecordConsents } from '../application/record-consents.js';
import { ReplayErasures } from '../application/replay-erasures.js';
import { PhoneNumber } from '../domain/phone-number.js';
import { PostalAddress } from '../domain/postal-address.js';
import { AskedAddresses } from './asked-addresses.js';
import { ProfileCopies } from './profile-copies.js';
import { SealedFields } from './sealed-fields.js';
import { SqlAddressBooks } from './sql-address-books.js';
import { SqlConsentBooks } from './sql-consent-books.js';
import { SqlUserDirectory } from './sql-user-directory.js';
import { SqlUsers } from './sql-users.js';
import { UserPersonalData } from './user-personal-data.js';
import { UserQueries } from './user.queries.js';

let subscribers = 13_700_000_000;

export const home = PostalAddress.of({
  recipient: '张三',
  phone: '13800138000',
  province: '广东省',
  city: '广州市',
  district: '天河区',
  detail: '体育西路 1 号',
  postalCode: null,
});
export const agreed = { purpose: 'marketing', version: '1', granted: true, scene: 'login' };

/** Another context's: what a test makes of it. */
@HoldsPersonalData()
export class AnotherHolder extends PersonalDataHolder {
  readonly erased: string[] = [];
  veto: () => void | Promise<void> = () => undefined;
  onErase: () => void | Promise<void> = () => undefined;
  history: () => AsyncIterable<object> = async function* () {};

  sections(): readonly ExportSection[] {
    return [{ name: 'history', records: () => this.history() }];
  }

  async assertErasable(): Promise<void> {
    await this.veto();
  }

  async erase(personId: string): Promise<void> {
    await this.onErase();
    this.erased.push(personId);
  }
}

/** An audit log that a test can look into and hold up. */
export class WatchedAuditLog extends AuditLog {
  readonly entries: AuditEntry[] = [];
  onRecord: () => void | Promise<void> = () => undefined;

  async record(entry: AuditEntry): Promise<void> {
    await this.onRecord();
    this.entries.push(entry);
  }

  note(entry: AuditEntry): void {
    this.entries.push(entry);
  }

  get types(): string[] {
    return this.entries.map(({ type }) => type).filter((type) => type !== 'key.used');
  }
}

/** The user context on a database as one process has it, beside a holder of another context. */
export class UserContext {
  readonly audit = new WatchedAuditLog();
  readonly other = new AnotherHolder();
  readonly cipher = aCipher(this.database, { audit: this.audit });
  readonly erasures = new Erasures(this.database);
  private readonly clock = new SystemClock();
  private readonly sealed = new SealedFields(this.cipher, aBlindIndex(this.database));
  readonly revocations = aRevocations(this.database);
  readonly users = new SqlUsers(this.database, this.sealed, this.revocations);
  readonly queries = new UserQueries(this.database, this.sealed);
  readonly profiles = new ProfileCopies(this.queries, this.revocations, this.clock);
  readonly addressBooks = new SqlAddressBooks(this.database, this.sealed);
  private readonly consentBooks = new SqlConsentBooks(this.database, this.users);
  private readonly holders = holdersOf(new UserPersonalData(this.database, this.queries, this.revocations), this.other);
  private readonly joinShop = new JoinShop(this.users, this.clock);

  constructor(readonly database: Database) {}

  async join(): Promise<string> {
    const [joined] = await this.joinShop.execute(1);
    if (!joined) throw new Error('Nobody joined');
    return joined.state.id;
  }

  /** A user of whom everything is known. */
  async aPerson(phone = nextPhone()): Promise<{ id: string; phone: PhoneNumber }> {
    const id = await this.join();
    await this.users.bindPhone(id, phone);
    await this.addAddress(id);
    await this.consent(id);
    return { id, phone };
  }

  async addAddress(userId: string): Promise<void> {
    await this.addressBooks.change(userId, (book) => book.add(newId(), home, false));
  }

  consent(userId: string): Promise<void> {
    return new RecordConsents(this.consentBooks, this.clock).execute({ userId, decisions: [agreed] });
  }

  erase(userId: string): Promise<void> {
    return new EraseUser(this.users, this.holders, this.cipher, this.audit, this.database).execute({
      userId,
      actor: actorOf(userId),
    });
  }

  export(userId: string) {
    const addresses = new AskedAddresses(this.database, this.sealed);
    const directory = new SqlUserDirectory(this.joinShop, this.queries, this.profiles, this.users, addresses);
    return new ExportPersonalData(directory, this.holders, this.cipher, this.audit, this.clock).execute({
      userId,
      actor: actorOf(userId),
    });
  }

  replay(...known: Erasure[]) {
    return new ReplayErasures(this.users, this.holders, this.cipher, this.erasures, this.audit, this.database).execute({
      known,
    });
  }
}

export const actorOf = (id: string): Actor => ({ kind: 'shopper', id, ip: null, requestId: 'r' });
export const nextPhone = () => PhoneNumber.of('86', String(subscribers++));
