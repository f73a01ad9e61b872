export { PaymentModule } from './payment.module.js';
export { SeedPayments } from './adapters/seed-payments.js';
