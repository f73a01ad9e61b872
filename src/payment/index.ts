export { type Repayment, type Taking, Takings } from './application/takings.js';
export { PaymentModule } from './payment.module.js';
export { SeedPayments } from './adapters/seed-payments.js';
