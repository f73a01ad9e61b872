import type { AccessTokenSummary } from './access-tokens.js';
import type { ConsentSummary } from './consents.js';
import type { ActiveFault } from './faults.js';
import type { RefundStatus, RefundSummary, TransactionSummary } from './ledger.js';
import type { MediaCheckSummary } from './media-checks.js';
import type { SentMessage } from './mini-program.js';
import type { MiniProgramSettings } from './mini-program-settings.js';
import type { NotificationRecord } from './notifier.js';
import type { CertificateSummary } from './platform-certificates.js';
import type { SigningMode } from './platform-signer.js';
import type { PushTarget } from './push-settings.js';
import type { PushRecord } from './pusher.js';
import type { CodeSummary, UserSummary } from './users.js';

export type * from './control-requests.js';
export type { ConsentSummary } from './consents.js';
export type { Fault } from './faults.js';
export type { RefundStatus } from './ledger.js';
export type { MiniProgramSettings } from './mini-program-settings.js';
export type { CertificateStep } from './platform-certificates.js';
export type { SigningMode } from './platform-signer.js';
export type { PushSettings } from './push-settings.js';
export type { PushVerification } from './pusher.js';

/** All there is to see. */
export interface SimulatorState {
  /** By the simulator's clock. */
  now: string;
  clock: { skewMs: number; timeScale: number };
  users: UserSummary[];
  codes: CodeSummary[];
  accessTokens: AccessTokenSummary[];
  transactions: TransactionSummary[];
  refunds: RefundSummary[];
  notifications: NotificationRecord[];
  pushes: PushRecord[];
  push: PushTarget | null;
  consents: ConsentSummary[];
  messages: SentMessage[];
  mediaChecks: MediaCheckSummary[];
  miniProgram: MiniProgramSettings;
  refundOutcome: RefundStatus;
  signingMode: SigningMode;
  certificates: CertificateSummary[];
  faults: ActiveFault[];
}
