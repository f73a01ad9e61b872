export { ControlError } from './control-error.js';
export { makeSimulatorCredentials } from './credentials.js';
export type { Fault, FaultKind, FaultTarget } from './faults.js';
export type { RefundStatus, RefundSummary, ShippingSummary, TransactionSummary } from './ledger.js';
export type { NotificationRecord } from './notifier.js';
export type { PlatformKey, SimulatorCredentials, WechatSimulatorOptions } from './options.js';
export { startWechatSimulator } from './server.js';
export type { SigningMode } from './signing.js';
export type {
  EncryptedData,
  EncryptedDataRequest,
  LoginRequest,
  PayRequest,
  PayResult,
  PhoneCodeRequest,
  ResendRequest,
  SettleRefundRequest,
  SimulatorControl,
  SimulatorState,
  WechatSimulator,
} from './simulator.js';
