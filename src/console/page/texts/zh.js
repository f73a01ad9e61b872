import { cart } from './cart.zh.js';
import { phone } from './phone.zh.js';
import { system } from './system.zh.js';

export const texts = { ...phone, ...cart, ...system };
