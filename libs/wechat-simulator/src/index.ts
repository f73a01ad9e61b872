export { ControlError } from './control-error.js';
export { makeSimulatorCredentials } from './credentials.js';
export type { ActiveFault, Fault, FaultKind, FaultTarget } from './faults.js';
export type { RefundStatus, RefundSummary, ShippingSummary, TransactionSummary } from './ledger.js';
export type { NotificationRecord } from './notifier.js';
export type { PlatformKey, SimulatorCredentials, WechatSimulatorOptions } from './options.js';
export type { PushRecord } from './pusher.js';
export { startWechatSimulator } from './server.js';
export type * from './simulator.js';
