/** Of the shop's server. A phone needs https, and the domain in WeChat's back office. */
export const BASE_URL: string = 'http://localhost:3000';

/** Of the simulated WeChat that `npm start` prints; empty for WeChat itself. */
export const SIMULATOR_URL: string = 'http://127.0.0.1:3900';
