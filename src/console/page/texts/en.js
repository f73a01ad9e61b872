import { phone } from './phone.en.js';
import { system } from './system.en.js';

export const texts = { ...phone, ...system };
