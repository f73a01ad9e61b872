export { Gathering, type GatheringLimits, TooManyWaiting } from './gathering.js';
