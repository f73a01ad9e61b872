import { randomBytes } from 'node:crypto';
import { beijingDigits } from './beijing-time.js';
import { digits } from './credentials.js';

/** Numbers in the shapes that WeChat Pay gives out. */
export const makePrepayId = (now: Date): string => `wx${beijingDigits(now)}${randomBytes(10).toString('hex')}`;
export const makeTransactionId = (now: Date): string =>
  `420000${digits(4)}${beijingDigits(now).slice(0, 8)}${digits(10)}`;
export const makeRefundId = (now: Date): string => `5030${digits(5)}${beijingDigits(now).slice(0, 8)}${digits(12)}`;
