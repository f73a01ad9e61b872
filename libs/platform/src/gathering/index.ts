export { eachForItself } from './each-for-itself.js';
export { Gathering, type GatheringLimits, TooManyWaiting, UNBOUNDED } from './gathering.js';
