import { cart } from './cart.en.js';
import { phone } from './phone.en.js';
import { system } from './system.en.js';

export const texts = { ...phone, ...cart, ...system };
