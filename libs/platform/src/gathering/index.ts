export { Gathering, type GatheringLimits, TooManyWaiting, UNBOUNDED } from './gathering.js';
